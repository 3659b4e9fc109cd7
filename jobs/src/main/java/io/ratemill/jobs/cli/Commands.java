package io.ratemill.jobs.cli;

import io.ratemill.sources.FeedException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what becomes of their errors: calm text, and an exit code. */
public final class Commands {
  private static final String LOG = "ratemill-error.log";

  private Commands() {}

  @Command(
      name = "ratemill",
      description = "Turns cloud bills into rated usage reports.",
      footer = {
        "",
        "Exit codes: 0 done, balanced, nothing red; 1 ran, but something is red or does not"
            + " balance; 2 bad usage, configuration, or owner or price files.",
        "New here? ./ratemill demo"
      },
      synopsisSubcommandLabel = "COMMAND")
  private static final class Ratemill {}

  /** Runs one command line. Shape: the exit code. */
  public static int run(Surroundings surroundings, String... args) {
    CommandLine line = commandLine(surroundings);
    if (args.length == 0) {
      line.usage(surroundings.err());
      return ExitCodes.USAGE;
    }
    int code = line.execute(args);
    surroundings.out().flush();
    surroundings.err().flush();
    return code;
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine line = new CommandLine(new Ratemill());
    line.addSubcommand("demo", new DemoCommand(surroundings))
        .addSubcommand("run", new RunCommand(surroundings))
        .addSubcommand("close", new CloseCommand(surroundings))
        .addSubcommand("check", new CheckCommand(surroundings))
        .addSubcommand("sql", new SqlCommand(surroundings))
        .addSubcommand("portal", new PortalCommand(surroundings))
        .addSubcommand("generate", new GenerateCommand(surroundings))
        .addSubcommand("bench", new ScriptCommand(surroundings, "bench"))
        .addSubcommand("verify", new ScriptCommand(surroundings, "verify"))
        .addSubcommand("version", new VersionCommand(surroundings))
        .addSubcommand("help", new CommandLine.HelpCommand());
    for (String elsewhere : List.of("sql", "portal", "bench", "verify")) {
      command(line, elsewhere).setUnmatchedArgumentsAllowed(true);
    }
    describe(line, "bench", "The benchmark, side by side with DuckDB; of a checkout.");
    describe(line, "verify", "Every test, and what was left out; of a checkout.");
    addHelp(line);
    line.getSubcommands().values().forEach(Commands::addHelp);
    line.setOut(writer(surroundings.out()));
    line.setErr(writer(surroundings.err()));
    line.setUsageHelpAutoWidth(false);
    line.setParameterExceptionHandler((error, args) -> misused(surroundings, error));
    line.setExecutionExceptionHandler((error, command, parsed) -> failed(surroundings, error));
    return line;
  }

  private static CommandLine command(CommandLine line, String name) {
    return Objects.requireNonNull(line.getSubcommands().get(name));
  }

  private static void describe(CommandLine line, String name, String description) {
    command(line, name).getCommandSpec().usageMessage().description(description);
  }

  private static PrintWriter writer(PrintStream to) {
    return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
  }

  private static void addHelp(CommandLine line) {
    if (line.getCommandSpec().findOption("--help") == null) {
      line.getCommandSpec()
          .addOption(
              CommandLine.Model.OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Shows this help.")
                  .build());
    }
  }

  private static int misused(Surroundings surroundings, ParameterException error) {
    CommandLine command = error.getCommandLine();
    StringBuilder text = new StringBuilder("ratemill: ").append(sentence(error.getMessage()));
    if (error instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        text.append(" Did you mean ").append(String.join(" or ", near)).append('?');
      }
    }
    text.append(" See ").append(command.getCommandSpec().qualifiedName()).append(" --help");
    surroundings.err().println(text);
    return ExitCodes.USAGE;
  }

  private static int failed(Surroundings surroundings, Exception error) {
    if (error instanceof EngineException engine && engine.kind() != EngineException.Kind.BUG) {
      surroundings.err().println("ratemill: " + sentence(engine.getMessage()));
      return engine.kind() == EngineException.Kind.USAGE ? ExitCodes.USAGE : ExitCodes.RED;
    }
    if (error instanceof FeedException feed && feed.category() != FeedException.Category.BUG) {
      surroundings.err().println("ratemill: " + sentence(feed.getMessage()));
      return ExitCodes.RED;
    }
    if (error instanceof IOException io) {
      surroundings.err().println("ratemill: " + sentence(said(io)));
      return ExitCodes.RED;
    }
    if (error instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      surroundings.err().println("ratemill: stopped before it was done.");
      return ExitCodes.RED;
    }
    surroundings.err().println("ratemill: this is a fault of ratemill, not of your files.");
    surroundings.err().println("ratemill: " + sentence(error.toString()));
    surroundings
        .err()
        .println("ratemill: please report it with the log " + log(surroundings, error));
    return ExitCodes.RED;
  }

  /** What an IO error says: often only a file's name, which needs its kind beside it. */
  private static String said(IOException error) {
    return error.getClass().equals(IOException.class) && error.getMessage() != null
        ? error.getMessage()
        : error.toString().replaceFirst("^java\\.[a-z.]*\\.", "");
  }

  private static String sentence(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("\\s*\\R\\s*", " ").strip();
    return line.endsWith(".") || line.endsWith("?") || line.endsWith("!") ? line : line + ".";
  }

  private static String log(Surroundings surroundings, Exception error) {
    Path log = surroundings.directory().resolve(LOG);
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace, true));
    try (Writer writer =
        Files.newBufferedWriter(
            log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      writer.write(surroundings.clock().instant() + " " + trace);
      return log.toString();
    } catch (IOException e) {
      surroundings.err().print(trace);
      return "above; " + log + " cannot be written (" + e.getMessage() + ")";
    }
  }
}
