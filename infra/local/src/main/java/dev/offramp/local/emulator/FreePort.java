package dev.offramp.local.emulator;

import dev.offramp.local.LocalCloudException;
import dev.offramp.local.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether a port can be had. */
final class FreePort {
  private FreePort() {}

  /**
   * @param service what wants it
   * @param port the port; 0 is always free
   * @throws LocalCloudException OFF-3105 if it is taken
   */
  static void require(String service, int port) {
    if (port == 0) {
      return;
    }
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException e) {
      throw new LocalCloudException(
          Problem.PORT_TAKEN,
          "Port "
              + port
              + ", asked for "
              + service
              + ", is taken. Stop what listens there, or ask for another port (0: any).",
          e);
    }
  }
}
