package dev.offramp.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.offramp.local.ExecutionKind;
import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import dev.offramp.local.runtime.GuardedMain;
import dev.offramp.local.runtime.PortableRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What turns a function's artifact into a process that asks the Runtime API for calls: AWS's
 * runtime interface client, or ours in plain Java.
 *
 * @param mainClass the client's main class
 * @param classPath its jars
 * @param flags JVM flags that it needs
 */
record RuntimeClient(String mainClass, List<Path> classPath, List<String> flags) {
  private static final String NATIVE_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
  private static final List<String> OWN_CLASSES =
      List.of("GuardedMain", "PortableRuntime", "PortableContext", "PortableErrors");

  /**
   * Lays the client out in a folder.
   *
   * @param kind which client
   * @param folder where files may be put
   * @throws LocalCloudException OFF-3107 if they cannot, OFF-3111 if AWS's client has no native
   *     part
   */
  static RuntimeClient create(ExecutionKind kind, Path folder) {
    try {
      Files.createDirectories(folder);
      List<Path> jars = new ArrayList<>();
      jars.add(ownJar(folder));
      jars.add(jarOf(Context.class));
      if (kind == ExecutionKind.PORTABLE
          || (kind == ExecutionKind.AUTOMATIC && nativeName().isEmpty())) {
        return new RuntimeClient(PortableRuntime.class.getName(), jars, List.of());
      }
      jars.add(jarOf(AWSLambda.class));
      jars.add(jarOf(PojoSerializer.class));
      jars.add(jarOf(Class.forName("software.amazon.awssdk.utilslite.SdkInternalThreadLocal")));
      jars.add(jarOf(Class.forName("software.amazon.awssdk.annotations.SdkInternalApi")));
      String library = "-D" + NATIVE_PROPERTY + "=" + nativeLibrary(folder);
      return new RuntimeClient(AWSLambda.class.getName(), jars, List.of(library));
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new LocalCloudException(
          Problem.FOLDER, "The runtime client cannot be laid out in " + folder + ": " + e, e);
    }
  }

  /** One copy for the run: left to itself every process would write the same file under /tmp. */
  private static Path nativeLibrary(Path folder) throws IOException {
    String name = nativeName();
    if (name.isEmpty()) {
      throw new LocalCloudException(
          Problem.PROCESS,
          "AWS's runtime client has no native part for this system. Use the portable kind.");
    }
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream in = AWSLambda.class.getResourceAsStream("/jni/" + name)) {
        Files.copy(in, file);
      }
    }
    return file;
  }

  private static String nativeName() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
      return "";
    }
    String processor =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch_64";
          default -> "";
        };
    String library =
        Files.exists(Path.of("/lib/ld-musl-x86_64.so.1"))
                || Files.exists(Path.of("/lib/ld-musl-aarch64.so.1"))
            ? "linux_musl"
            : "linux";
    String name = "libaws-lambda-jni." + library + "-" + processor + ".so";
    return AWSLambda.class.getResource("/jni/" + name) == null ? "" : name;
  }

  /** Named by its content, so that class archives made with it stay valid as long as it is. */
  private static Path ownJar(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : OWN_CLASSES) {
        String path = GuardedMain.class.getPackageName().replace('.', '/') + "/" + name + ".class";
        ZipEntry entry = new ZipEntry(path);
        entry.setTime(0);
        out.putNextEntry(entry);
        try (InputStream in = GuardedMain.class.getResourceAsStream(name + ".class")) {
          in.transferTo(out);
        }
      }
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes.toByteArray());
    Path jar = folder.resolve("guard-" + Long.toHexString(checksum.getValue()) + ".jar");
    if (!Files.exists(jar)) {
      Files.write(jar, bytes.toByteArray());
    }
    return jar;
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
