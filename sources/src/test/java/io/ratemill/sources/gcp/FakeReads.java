package io.ratemill.sources.gcp;

import com.google.cloud.bigquery.storage.v1.AvroSchema;
import com.google.cloud.bigquery.storage.v1.BigQueryReadGrpc;
import com.google.cloud.bigquery.storage.v1.CreateReadSessionRequest;
import com.google.cloud.bigquery.storage.v1.DataFormat;
import com.google.cloud.bigquery.storage.v1.ReadRowsRequest;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.cloud.bigquery.storage.v1.ReadSession;
import com.google.cloud.bigquery.storage.v1.ReadStream;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Storage Read API over the tables of a {@link FakeBigQuery}. */
final class FakeReads extends BigQueryReadGrpc.BigQueryReadImplBase {
  /** What goes wrong with the next read of rows. */
  enum Fault {
    /** The stream breaks off after its first answer. */
    BREAK,
    /** The stream says nothing after its first answer. */
    SILENCE,
    /** The stream ends after its first answer as if that were all. */
    SHORT,
    DENIED,
    QUOTA
  }

  private static final int ROWS_OF_ANSWER = 7;
  private static final int STREAMS = 3;
  private static final Duration TIME_TRAVEL = Duration.ofDays(7);

  private final FakeBigQuery owner;
  private final Map<String, Stream> streams = new ConcurrentHashMap<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private volatile boolean denied;
  private volatile Runnable betweenAnswers = () -> {};

  /** The rows of a stream and how they are written. */
  private record Stream(List<FakeTable.Row> rows, FakeRows form) {}

  FakeReads(FakeBigQuery owner) {
    this.owner = owner;
  }

  synchronized void fail(Fault... each) {
    faults.addAll(List.of(each));
  }

  private synchronized Fault fault() {
    return faults.poll();
  }

  void deny(boolean all) {
    denied = all;
  }

  void betweenAnswers(Runnable action) {
    betweenAnswers = action;
  }

  @Override
  public void createReadSession(CreateReadSessionRequest request, StreamObserver<ReadSession> out) {
    try {
      out.onNext(session(request));
      out.onCompleted();
    } catch (IllegalArgumentException e) {
      out.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
    } catch (IllegalStateException e) {
      out.onError(Status.PERMISSION_DENIED.withDescription(e.getMessage()).asException());
    }
  }

  private ReadSession session(CreateReadSessionRequest request) {
    if (denied) {
      throw new IllegalStateException("bigquery.readsessions.create is missing");
    }
    ReadSession asked = request.getReadSession();
    String[] words = asked.getTable().split("/", -1);
    FakeTable table = owner.table(String.join(".", words[1], words[3], words[5]));
    Timestamp at = asked.getTableModifiers().getSnapshotTime();
    Instant snapshot = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    if (table == null || asked.getDataFormat() != DataFormat.AVRO) {
      throw new IllegalArgumentException("no table, or another format than Avro");
    }
    if (snapshot.isBefore(owner.now().minus(TIME_TRAVEL)) || snapshot.isAfter(owner.now())) {
      throw new IllegalArgumentException("snapshot " + snapshot + " is out of time travel");
    }
    owner.calls().add("SESSION " + asked.getReadOptions().getSelectedFieldsList());
    FakeRows form = new FakeRows(table.columns, asked.getReadOptions().getSelectedFieldsList());
    List<FakeTable.Row> rows = table.rows(snapshot, asked.getReadOptions().getRowRestriction());
    int count = Math.min(Math.min(STREAMS, request.getMaxStreamCount()), rows.size());
    ReadSession.Builder session =
        ReadSession.newBuilder()
            .setName(request.getParent() + "/sessions/" + owner.number())
            .setDataFormat(DataFormat.AVRO)
            .setAvroSchema(AvroSchema.newBuilder().setSchema(form.schema().toString()));
    for (int i = 0; i < count; i++) {
      List<FakeTable.Row> own = new ArrayList<>();
      for (int r = i; r < rows.size(); r += count) {
        own.add(rows.get(r));
      }
      String name = session.getName() + "/streams/" + i;
      streams.put(name, new Stream(own, form));
      session.addStreams(ReadStream.newBuilder().setName(name));
    }
    return session.build();
  }

  @Override
  public void readRows(ReadRowsRequest request, StreamObserver<ReadRowsResponse> out) {
    owner
        .calls()
        .add(
            "READ "
                + request.getReadStream().replaceAll(".*/", "")
                + " from "
                + request.getOffset());
    ServerCallStreamObserver<ReadRowsResponse> call =
        (ServerCallStreamObserver<ReadRowsResponse>) out;
    call.setOnCancelHandler(() -> owner.calls().add("CANCEL"));
    owner.execute(() -> send(request, call));
  }

  private void send(ReadRowsRequest request, ServerCallStreamObserver<ReadRowsResponse> out) {
    Stream stream = streams.get(request.getReadStream());
    Fault fault = fault();
    if (fault == Fault.DENIED || fault == Fault.QUOTA) {
      Status status = fault == Fault.DENIED ? Status.PERMISSION_DENIED : Status.RESOURCE_EXHAUSTED;
      out.onError(status.withDescription("refused by the test").asException());
      return;
    }
    int from = Math.toIntExact(request.getOffset());
    while (from < stream.rows().size() && !out.isCancelled()) {
      int to = Math.min(stream.rows().size(), from + ROWS_OF_ANSWER);
      out.onNext(stream.form().answer(stream.rows().subList(from, to)));
      betweenAnswers.run();
      from = to;
      if (fault == Fault.BREAK) {
        out.onError(Status.UNAVAILABLE.withDescription("broken by the test").asException());
        return;
      }
      if (fault == Fault.SILENCE) {
        return;
      }
      if (fault == Fault.SHORT) {
        break;
      }
    }
    out.onCompleted();
  }
}
