package dev.offramp.local.sample;

import dev.offramp.local.FunctionProcess;
import dev.offramp.local.LocalCloud;
import dev.offramp.local.LocalCloudOptions;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A program that runs a cloud until it is ended from outside; prints its functions' process ids.
 */
public final class SampleRun {
  private SampleRun() {}

  /** Takes the template, the folder for the events, and the one for temporary files. */
  public static void main(String[] arguments) throws InterruptedException {
    LocalCloudOptions options =
        LocalCloudOptions.builder(Path.of(arguments[0]))
            .parameter("Out", arguments[1])
            .temporaryDir(Path.of(arguments[2]))
            .stackName("sample")
            .build();
    LocalCloud cloud = new LocalCloud(options).start();
    cloud.invoke("Echo", "{}");
    cloud.invoke("Rows", "{}");
    for (FunctionProcess process : cloud.processes()) {
      System.out.println("pid " + process.pid());
    }
    System.out.println("running");
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
