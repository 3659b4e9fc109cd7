package io.ratemill.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A broker of Kafka on this machine, in a process of its own; it begins empty. */
final class Broker implements AutoCloseable {
  private static final String HOST = "127.0.0.1:";
  private static final short REPLICAS = 1;

  private final String servers;
  private final Process process;

  private Broker(String servers, Process process) {
    this.servers = servers;
    this.process = process;
  }

  /** Starts a broker whose files lie in a folder; it comes up meanwhile. */
  static Broker start(Path folder) throws IOException, InterruptedException {
    Folders.delete(folder);
    Files.createDirectories(folder);
    int port = WorkerCluster.freePort();
    Path settings = folder.resolve("server.properties");
    Files.writeString(settings, settings(folder, HOST + port, HOST + WorkerCluster.freePort()));
    List<String> flags = List.of("-Xmx512m", "-Dratemill.log.file=" + folder.resolve("broker.log"));
    ChildJvm.run(
        flags,
        StorageTool.class,
        "format",
        "-t",
        Uuid.randomUuid().toString(),
        "-c",
        settings.toString());
    Process process =
        ChildJvm.builder(flags, Kafka.class.getName(), List.of(settings.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.out").toFile())
            .start();
    // Nothing may outlive a measurement that is broken off.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of the broker"));
    return new Broker(HOST + port, process);
  }

  private static String settings(Path folder, String listener, String controller) {
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@CONTROLLER
        listeners=PLAINTEXT://LISTENER,CONTROLLER://CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        controller.listener.names=CONTROLLER
        log.dirs=FOLDER
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        """
        .replace("://CONTROLLER", "://" + controller)
        .replace("@CONTROLLER", "@" + controller)
        .replace("//LISTENER", "//" + listener)
        .replace("FOLDER", folder.resolve("log").toString());
  }

  /** Its address, {@code host:port}. */
  String servers() {
    return servers;
  }

  /**
   * Creates a topic of lines and that of its dead letters, as the connector's document says.
   *
   * <p>Errors: a broker that does not come up within a minute is an error.
   */
  void create(String topic, int partitions) throws IOException, InterruptedException {
    NewTopic lines =
        new NewTopic(topic, partitions, REPLICAS)
            .configs(Map.of("message.timestamp.type", "LogAppendTime"));
    NewTopic dead = new NewTopic(topic + "-dead-letter", 1, REPLICAS);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(lines, dead)).all().get();
    } catch (ExecutionException e) {
      throw new IOException("the broker at " + servers + " made no topics", e.getCause());
    }
  }

  /** Ends the process; what it held is of no use any more. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
