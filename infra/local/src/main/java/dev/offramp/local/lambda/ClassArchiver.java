package dev.offramp.local.lambda;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes class archives (application class data sharing): lets a process of the function come up,
 * then ends it in order, so that the JVM writes down the classes that it has loaded. A function
 * whose archive cannot be made is started without.
 */
final class ClassArchiver {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchiver.class);
  private static final long LIMIT_SECONDS = 120;

  private final RuntimeApi api;
  private final Path logs;

  ClassArchiver(RuntimeApi api, Path logs) {
    this.api = api;
    this.logs = logs;
  }

  void prepare(String function, FunctionLauncher launcher) {
    Optional<LearnedClasses> missing = LearnedClasses.missing(launcher.classArchive());
    if (missing.isEmpty()) {
      return;
    }
    String id = function + "-archive";
    RuntimeSession session = api.open(id);
    try (LogSink log = new LogSink(logs.resolve(function + ".log"))) {
      Process process = launcher.startForArchive(api.address(id), missing.get().temporary());
      try {
        log.follow(id, process.getInputStream());
        session.ready().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        missing.get().keep(process);
      } finally {
        process.destroyForcibly();
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("no class archive for {}, it starts without: {}", function, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      api.forget(id);
    }
  }
}
