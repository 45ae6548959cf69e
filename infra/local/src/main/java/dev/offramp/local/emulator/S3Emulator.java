package dev.offramp.local.emulator;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3 by S3Proxy, in this process, on a folder. */
public final class S3Emulator implements AutoCloseable {
  private final S3Proxy proxy;
  private final NotifyingBlobStore store;

  private S3Emulator(S3Proxy proxy, NotifyingBlobStore store) {
    this.proxy = proxy;
    this.store = store;
  }

  /**
   * Starts it.
   *
   * @param port the port, or 0 for any
   * @param folder where the objects are
   * @param listener told of each object that comes to be, after it is there
   * @throws LocalCloudException OFF-3105, OFF-3108
   */
  public static S3Emulator start(int port, Path folder, Consumer<ObjectCreated> listener) {
    FreePort.require("S3", port);
    NotifyingBlobStore store =
        new NotifyingBlobStore(new FilesystemNio2BlobStore(folder.toString()), listener);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(AuthenticationType.NONE, null, null)
            .stopTimeout(0)
            .build();
    S3Emulator emulator = new S3Emulator(proxy, store);
    try {
      proxy.start();
      return emulator;
    } catch (Exception e) {
      emulator.close();
      throw new LocalCloudException(Problem.EMULATOR, "S3 did not start: " + e, e);
    }
  }

  /** Its address. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  @Override
  public void close() {
    try {
      proxy.stop();
      store.close();
    } catch (Exception e) {
      throw new LocalCloudException(Problem.EMULATOR, "S3 did not stop: " + e, e);
    }
  }
}
