package io.ratemill.sources.gcp;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ServerStream;
import com.google.cloud.bigquery.storage.v1.BigQueryReadClient;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import com.google.protobuf.Timestamp;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.text.AvroValues;
import io.ratemill.sources.text.RowSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition as they were when it was seen, as text, made as they are read.
 *
 * <p>Shape: the same rows whenever it is opened, in no certain order. A stream that breaks off or
 * falls silent is gone on with after its last row. Errors: {@link StoreException}.
 */
final class PartitionRows implements RowSource {
  /** Streams that are read in turn, so that the service makes ready while others are read. */
  private static final int STREAMS = 4;

  private final BigQueryPlace place;
  private final BigQueryReadClient client;
  private final Patience patience;
  private final ReadSession session;
  private final RowText text;
  private final GenericDatumReader<Object> reader;
  private final ArrayDeque<Stream> streams = new ArrayDeque<>();
  private @Nullable BinaryDecoder decoder;
  private boolean begun;
  private boolean started;
  private long rows;
  private boolean broken;

  private PartitionRows(
      BigQueryPlace place,
      BigQueryReadClient client,
      Patience patience,
      ReadSession session,
      RowText text,
      Schema schema) {
    this.place = place;
    this.client = client;
    this.patience = patience;
    this.session = session;
    this.text = text;
    this.reader = new GenericDatumReader<>(schema);
  }

  /** One stream of a session, and what comes of it. */
  private record Stream(ServerStream<ReadRowsResponse> call, Iterator<ReadRowsResponse> answers) {}

  /**
   * Opens a partition.
   *
   * @param part what tells its rows from others as the location, when they were seen as the pin
   */
  static PartitionRows open(
      BigQueryPlace place, Patience patience, TableColumns columns, DeliveryPart part)
      throws StoreException {
    BigQueryReadClient client = place.rows(patience);
    try {
      ReadSession session = client.createReadSession(request(place, columns, part));
      Schema schema = new Schema.Parser().parse(session.getAvroSchema().getSchema());
      return new PartitionRows(
          place, client, patience, session, new RowText(columns, schema), schema);
    } catch (ApiException e) {
      client.close();
      throw BigQueryTrouble.of(place, e);
    } catch (AvroRuntimeException e) {
      client.close();
      throw noSchema(place, e);
    } catch (StoreException e) {
      client.close();
      throw e;
    }
  }

  private static CreateReadSessionRequest request(
      BigQueryPlace place, TableColumns columns, DeliveryPart part) {
    Instant seen = Instant.parse(part.pin());
    return CreateReadSessionRequest.newBuilder()
        .setParent("projects/" + place.project())
        .setMaxStreamCount(STREAMS)
        .setReadSession(
            ReadSession.newBuilder()
                .setTable(place.resource())
                .setDataFormat(DataFormat.AVRO)
                .setTableModifiers(
                    ReadSession.TableModifiers.newBuilder()
                        .setSnapshotTime(
                            Timestamp.newBuilder()
                                .setSeconds(seen.getEpochSecond())
                                .setNanos(seen.getNano())))
                .setReadOptions(
                    ReadSession.TableReadOptions.newBuilder()
                        .addAllSelectedFields(columns.selected())
                        .setRowRestriction(part.location())))
        .build();
  }

  private void start() {
    GrpcCallContext context =
        GrpcCallContext.createDefault().withStreamWaitTimeoutDuration(patience.silence());
    for (ReadStream stream : session.getStreamsList()) {
      ServerStream<ReadRowsResponse> call =
          client
              .readRowsCallable()
              .call(ReadRowsRequest.newBuilder().setReadStream(stream.getName()).build(), context);
      streams.add(new Stream(call, call.iterator()));
    }
  }

  /** Rows read so far. */
  long rows() {
    return rows;
  }

  /** Whether reading failed before the last row. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    if (!begun) {
      begun = true;
      return text.header();
    }
    broken = true;
    byte[] next = nextRows();
    broken = false;
    return next;
  }

  private byte @Nullable [] nextRows() throws IOException {
    try {
      if (!started) {
        started = true;
        start();
      }
      while (!streams.isEmpty()) {
        Stream stream = streams.remove();
        if (stream.answers().hasNext()) {
          ReadRowsResponse answer = stream.answers().next();
          streams.add(stream);
          return text(answer);
        }
      }
      return null;
    } catch (ApiException e) {
      throw BigQueryTrouble.of(place, e);
    }
  }

  private byte[] text(ReadRowsResponse answer) throws IOException {
    byte[] avro = answer.getAvroRows().getSerializedBinaryRows().toByteArray();
    ByteArrayOutputStream into = new ByteArrayOutputStream(avro.length * 2);
    long before = rows;
    try {
      decoder = AvroValues.decoder(avro, 0, avro.length, decoder);
      while (!decoder.isEnd()) {
        text.write((IndexedRecord) reader.read(null, decoder), into);
        rows++;
      }
    } catch (IOException | AvroRuntimeException e) {
      throw noSchema(place, e);
    }
    if (rows - before != answer.getRowCount()) {
      throw new StoreException(
          Trouble.UNREACHABLE,
          "BigQuery sent "
              + (rows - before)
              + " rows of "
              + place.name()
              + " and said that they are "
              + answer.getRowCount()
              + "; it is tried again at the next look",
          null);
    }
    return into.toByteArray();
  }

  private static StoreException noSchema(BigQueryPlace place, Exception e) {
    return new StoreException(
        Trouble.UNREACHABLE,
        "what BigQuery sent of " + place.name() + " are no Avro records of its schema: " + e,
        e);
  }

  @Override
  public void close() {
    streams.forEach(stream -> stream.call().cancel());
    streams.clear();
    client.close();
  }
}
