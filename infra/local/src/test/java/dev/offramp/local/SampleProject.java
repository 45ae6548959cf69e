package dev.offramp.local;

import com.amazonaws.services.lambda.runtime.Context;
import dev.offramp.local.sample.SampleFunction;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A project in a folder: the sample template and the sample function's artifact. */
record SampleProject(Path folder) {
  static SampleProject create(Path folder) throws IOException, URISyntaxException {
    Files.createDirectories(folder.resolve("out"));
    try (InputStream template = SampleProject.class.getResourceAsStream("/template.yaml")) {
      Files.copy(template, folder.resolve("template.yaml"));
    }
    Path core = Path.of(Context.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String name = SampleFunction.class.getName().replace('.', '/') + ".class";
    try (ZipOutputStream zip =
            new ZipOutputStream(Files.newOutputStream(folder.resolve("function.zip")));
        InputStream type = SampleFunction.class.getResourceAsStream("/" + name)) {
      zip.putNextEntry(new ZipEntry(name));
      type.transferTo(zip);
      zip.putNextEntry(new ZipEntry("lib/" + core.getFileName()));
      Files.copy(core, zip);
    }
    return new SampleProject(folder);
  }

  LocalCloudOptions.Builder options() {
    return LocalCloudOptions.builder(folder.resolve("template.yaml"))
        .parameter("Out", folder.resolve("out").toString())
        .stackName("sample");
  }

  /** The events that a function has seen. */
  List<String> events(String function) throws IOException {
    Path file = folder.resolve("out").resolve("sample-" + function + ".events");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }
}
