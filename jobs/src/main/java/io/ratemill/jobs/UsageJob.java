package io.ratemill.jobs;

import io.ratemill.jobs.books.BooksOperator;
import io.ratemill.jobs.books.PublishOrder;
import io.ratemill.jobs.ledger.Control;
import io.ratemill.jobs.ledger.Ledger;
import io.ratemill.jobs.ledger.Page;
import io.ratemill.jobs.reports.ReportsOperator;
import io.ratemill.jobs.sql.RatedRecord;
import io.ratemill.jobs.sql.UsageSql;
import io.ratemill.sources.BillEvent;
import io.ratemill.sources.BillingSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * The wiring from bills to usage reports.
 *
 * <pre>
 * bills --charges, by bucket--> ledger --owned charges--> SQL --records, by report--> reports
 *   '----what was read--> gate --'--pages--> books --------------------orders---------^
 * </pre>
 *
 * <p>Operator uids are part of the state's layout and never change.
 */
final class UsageJob {
  private UsageJob() {}

  static void define(
      StreamExecutionEnvironment env,
      BillingSource source,
      Ledger ledger,
      BooksOperator books,
      ReportsOperator reports) {
    DataStream<BillEvent> bills =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "bills", BillEvent.TYPE)
            .uid("bills");
    KeyedStream<BillEvent, Integer> charges =
        bills
            .filter(event -> event.kind() == BillEvent.Kind.CHARGES)
            .name("charges")
            .keyBy(BillEvent::bucket, Types.INT);
    DataStream<Control> gate =
        bills
            .filter(event -> event.kind() != BillEvent.Kind.CHARGES)
            .name("what was read")
            .keyBy(event -> 0, Types.INT)
            .process(ledger.gate(), Control.TYPE)
            .name("gate")
            .uid("gate")
            .setParallelism(1)
            .setMaxParallelism(1);
    SingleOutputStreamOperator<RowData> owned =
        connect(charges, gate.broadcast(), null, "ledger", Ledger.ROW, ledger.operator());
    KeyedStream<Page, Integer> pages =
        owned.getSideOutput(Ledger.PAGES).keyBy(page -> BooksOperator.KEY, Types.INT);
    DataStream<PublishOrder> orders =
        connect(pages, gate, control -> BooksOperator.KEY, "books", PublishOrder.TYPE, books)
            .setParallelism(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    KeyedStream<RatedRecord, String> records =
        UsageSql.records(tables, owned).keyBy(RatedRecord::report, Types.STRING);
    connect(records, orders.broadcast(), null, "reports", BasicTypeInfo.STRING_TYPE_INFO, reports)
        .sinkTo(new DiscardingSink<>())
        .name("end");
  }

  /**
   * An operator of ours with two inputs, of which the first is keyed, and the second is either
   * keyed likewise or, without a key, broadcast.
   */
  private static <A, B, K, R> SingleOutputStreamOperator<R> connect(
      KeyedStream<A, K> first,
      DataStream<B> second,
      @Nullable KeySelector<B, K> secondKey,
      String uid,
      TypeInformation<R> type,
      TwoInputStreamOperator<A, B, R> operator) {
    SingleOutputStreamOperator<R> connected =
        first.connect(second).transform(uid, type, operator).uid(uid);
    if (connected.getTransformation() instanceof TwoInputTransformation<?, ?, ?> raw) {
      // The public API keys both inputs or none; ours broadcasts the second and sets keys itself.
      @SuppressWarnings("unchecked")
      TwoInputTransformation<A, B, R> transformation = (TwoInputTransformation<A, B, R>) raw;
      transformation.setStateKeySelectors(first.getKeySelector(), secondKey);
      transformation.setStateKeyType(first.getKeyType());
    }
    return connected;
  }
}
