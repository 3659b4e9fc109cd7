package io.ratemill.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/** A Flink cluster of processes on this machine: one that coordinates and some that work. */
final class WorkerCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int SLOTS = 2;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path folder;
  private final Configuration settings = new Configuration();
  private final List<Process> workers = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process coordinator;

  private WorkerCluster(Path folder) throws IOException {
    this.folder = folder;
    settings.setString("jobmanager.rpc.address", HOST);
    settings.setString("jobmanager.rpc.port", Integer.toString(freePort()));
    settings.setString("jobmanager.memory.process.size", "1 g");
    settings.setString("rest.address", HOST);
    settings.setString("rest.bind-address", HOST);
    settings.setString("rest.port", Integer.toString(freePort()));
    settings.setString("rest.bind-port", settings.getString("rest.port", ""));
    settings.setString("taskmanager.host", HOST);
    settings.setString("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
    settings.setString("taskmanager.memory.process.size", "2 g");
    settings.setString("taskmanager.load-balance.mode", "SLOTS");
    settings.setString("metrics.fetcher.update-interval", "200 ms");
    // What is asked about the job is answered from now, not from up to three seconds ago.
    settings.setString("web.refresh-interval", "100 ms");
    settings.setString("heartbeat.interval", "1 s");
    settings.setString("heartbeat.timeout", "5 s");
    Path configuration = Files.createDirectories(folder.resolve("conf")).resolve("config.yaml");
    StringBuilder text = new StringBuilder();
    settings.toMap().forEach((key, value) -> text.append(key + ": \"" + value + "\"\n"));
    Files.writeString(configuration, text);
    coordinator =
        start(
            "coordinator",
            "1g",
            StandaloneSessionClusterEntrypoint.class,
            List.of("--executionMode", "cluster"));
  }

  /** Starts a cluster; its processes come up meanwhile. */
  static WorkerCluster start(Path folder, int workers) throws IOException {
    Folders.delete(folder);
    Files.createDirectories(folder);
    WorkerCluster cluster = new WorkerCluster(folder);
    // Nothing may outlive a measurement that is broken off.
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::endAll, "end of the cluster"));
    for (int worker = 0; worker < workers; worker++) {
      cluster.workers.add(cluster.startWorker(worker));
    }
    return cluster;
  }

  private Process startWorker(int number) throws IOException {
    List<String> arguments = new ArrayList<>();
    String memory =
        TaskExecutorProcessUtils.generateDynamicConfigsStr(
            TaskExecutorProcessUtils.processSpecFromConfig(settings));
    arguments.addAll(Arrays.asList(memory.strip().split("\\s+")));
    arguments.addAll(List.of("-D", "taskmanager.resource-id=worker-" + number));
    return start("worker-" + number, "1g", TaskManagerRunner.class, arguments);
  }

  private Process start(String name, String heap, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--configDir", folder.resolve("conf").toString()));
    all.addAll(arguments);
    return ChildJvm.builder(
            List.of(
                "-Xmx" + heap,
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-Dratemill.log.file=" + folder.resolve(name + ".log")),
            main.getName(),
            all)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".out").toFile())
        .start();
  }

  /** What a client needs to submit a job. */
  Configuration client() {
    Configuration client = new Configuration(settings);
    client.setString("execution.target", "remote");
    client.setString("execution.attached", "true");
    return client;
  }

  /** Ends a worker as a power cut would. */
  void kill(int worker) throws InterruptedException {
    workers.get(worker).destroyForcibly().waitFor();
  }

  /** How many workers the coordinator knows. */
  int known() throws InterruptedException {
    return get("/taskmanagers").path("taskmanagers").size();
  }

  /** The one job, or a missing node while there is none. */
  JsonNode job() throws InterruptedException {
    JsonNode first = get("/jobs").path("jobs").path(0).path("id");
    return first.isMissingNode() ? first : get("/jobs/" + first.asText());
  }

  /** An answer of the coordinator; a missing node while it does not answer. */
  private JsonNode get(String path) throws InterruptedException {
    URI uri = URI.create("http://" + HOST + ":" + settings.getString("rest.port", "") + path);
    try {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return MAPPER.readTree(answer.body());
    } catch (IOException e) {
      // It is starting, or busy: whoever asks asks again, and loses patience in the end.
      return MAPPER.missingNode();
    }
  }

  /** A port of this machine that nothing listens at now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void endAll() {
    workers.forEach(Process::destroyForcibly);
    coordinator.destroyForcibly();
  }

  /** Ends all processes. */
  @Override
  public void close() throws InterruptedException {
    endAll();
    for (Process worker : workers) {
      worker.waitFor();
    }
    coordinator.waitFor();
  }
}
