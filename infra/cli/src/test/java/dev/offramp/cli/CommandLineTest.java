package dev.offramp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get wrong, and what the command says. Nothing is started for any of it. */
class CommandLineTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream people = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  private int run(String... args) {
    return run(new Home(folder, folder.resolve(".offramp")), args);
  }

  private int run(Home home, String... args) {
    PrintStream err = new PrintStream(people, true, StandardCharsets.UTF_8);
    Console console = new Console(err, err, false, Map.of());
    return Offramp.run(console, home, environment, args);
  }

  private String said() {
    return people.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty file          | ''                                    | OFF-1101
          only a byte mark    | '\uFEFF'                              | OFF-1101
          a PDF               | '%PDF-1.7 and so on'                  | OFF-1102
          an Excel file       | 'PK\u0003\u0004 and so on'            | OFF-1102
          a web page          | '<!DOCTYPE html><html></html>'        | OFF-1102
          no e-mail column    | 'first_name,city~Anna,Turin~'         | OFF-1112
          another kind of CSV | 'a,b,c~1,2,3~'                        | OFF-1112
          """)
  void aWrongFileIsToldBeforeAnythingIsStarted(String name, String content, String code)
      throws IOException {
    Files.writeString(folder.resolve("file.csv"), content.replace('~', '\n'));
    assertThat(run("migrate", folder.resolve("file.csv").toString(), "--to", "hubspot"))
        .isEqualTo(CommandException.INPUT);
    assertThat(said()).contains(code).contains("file.csv");
  }

  @Test
  void aFileWithTooManyColumnsIsTold() throws IOException {
    List<String> header = new ArrayList<>(List.of("email"));
    for (int i = 0; i < 600; i++) {
      header.add("column" + i);
    }
    Files.writeString(folder.resolve("wide.csv"), String.join(",", header) + "\n");
    assertThat(run("migrate", folder.resolve("wide.csv").toString(), "--to", "hubspot"))
        .isEqualTo(CommandException.INPUT);
    assertThat(said()).contains("OFF-1103");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          unknown destination | migrate . --to salesfarce                     | 2 | OFF-2001
          no such folder      | migrate nowhere --to hubspot                  | 2 | OFF-3021
          no files            | migrate EMPTY --to hubspot                    | 2 | OFF-3022
          missing secret      | migrate GOOD --to hubspot                     | 2 | OFF-3028
          no cloud            | migrate GOOD --to hubspot --sandbox           | 3 | OFF-3025
          unreadable secret   | migrate GOOD --to hubspot --secret-file none  | 2 | OFF-3027
          status of nothing   | status                                        | 3 | OFF-3025
          rollback of nothing | rollback j123                                 | 3 | OFF-3025
          rollback of what?   | rollback --dry-run                            | 2 | OFF-2929
          rollback of both    | rollback j123 --migration spring              | 2 | OFF-2929
          no such force       | rollback j123 --force everything              | 2 | OFF-2927
          consent by force    | rollback j123 --force contacts,consent        | 2 | OFF-2927
          a migration, no job | rollback --migration spring --force lists     | 3 | OFF-3025
          no such port        | up --sandbox-port 65536                       | 2 | OFF-3042
          a port below zero   | up --sandbox-port=-1                          | 2 | OFF-3042
          what to resume      | resume                                        | 2 | OFF-2925
          one of the two      | resume j123 --all                             | 2 | OFF-2925
          how to throttle     | throttle --to hubspot                         | 2 | OFF-2926
          panic of nothing    | panic                                         | 3 | OFF-3025
          a stack, no region  | status --stack prod                           | 2 | OFF-3024
          """)
  void aWrongCallIsTold(String name, String call, int exit, String code) throws IOException {
    Files.createDirectories(folder.resolve("EMPTY"));
    Files.createDirectories(folder.resolve("GOOD"));
    Files.writeString(folder.resolve("GOOD/contacts.csv"), "email\nanna@example.com\n");
    String[] args =
        call.strip()
            .replace("EMPTY", folder.resolve("EMPTY").toString())
            .replace("GOOD", folder.resolve("GOOD").toString())
            .split(" +", -1);
    assertThat(run(args)).isEqualTo(exit);
    assertThat(said()).contains(code);
    assertThat(folder.resolve(".offramp/up.json")).doesNotExist();
  }

  @Test
  void anUnknownWordIsWrongInput() {
    assertThat(run("migrat")).isEqualTo(CommandException.INPUT);
    assertThat(said()).contains("migrat");
  }

  @Test
  void aMissingTemplateStopsTheStartAndLeavesNothing() throws IOException {
    assertThat(run("up")).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(said()).contains("OFF-31");
    assertThat(folder.resolve(".offramp/up.json")).doesNotExist();
  }

  @Test
  void aSecondRunBesideTheFirstIsTold() {
    new UpFile(
            ProcessHandle.current().pid(),
            "offramp",
            "us-east-1",
            Map.of(),
            java.net.URI.create("http://127.0.0.1:1"),
            "key")
        .write(new Home(folder, folder.resolve(".offramp")));
    assertThat(run("demo")).isEqualTo(CommandException.ENVIRONMENT);
    assertThat(said()).contains("OFF-3013");
  }

  @Test
  void aSecondRunWhileTheFirstIsStillStartingIsTold() {
    Home home = new Home(folder, folder.resolve(".offramp"));
    try (RunLock first = RunLock.take(home)) {
      assertThat(first).isNotNull();
      assertThat(run("up")).isEqualTo(CommandException.ENVIRONMENT);
    }
    assertThat(said()).contains("OFF-3013");
    RunLock.take(home).close();
  }

  /** The kernel's file systems have no room at all, which is a disk as full as can be. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskWithoutRoomIsToldAndNothingIsStarted() {
    assertThat(run(new Home(folder, Path.of("/proc/offramp")), "up"))
        .isEqualTo(CommandException.ENVIRONMENT);
    assertThat(said()).contains("OFF-3040").contains("/proc/offramp").doesNotContain("Starting");
  }

  @Test
  void aFolderThatCannotBeMadeIsToldAndNothingIsStarted() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThat(run(new Home(folder, file.resolve("home")), "up"))
        .isEqualTo(CommandException.ENVIRONMENT);
    assertThat(said()).contains("OFF-3003").contains("home").doesNotContain("Starting");
  }

  @Test
  void onlyADiskWithTooLittleRoomIsRefused() {
    long enough = DiskRoom.NEEDED_MB << 20;
    new DiskRoom(there -> enough).require(folder.resolve("not/there/yet"));
    assertThatThrownBy(() -> new DiskRoom(there -> enough - 1).require(folder))
        .hasMessageStartingWith("OFF-3040");
  }

  /** {@code /dev/full} answers every write as a full disk does. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aDiskThatBecomesFullIsTold() throws IOException {
    Home home = new Home(folder, Files.createDirectory(folder.resolve(".offramp")));
    Files.createSymbolicLink(home.folder().resolve("up.json"), Path.of("/dev/full"));
    UpFile up =
        new UpFile(
            1, "offramp", "us-east-1", Map.of(), java.net.URI.create("http://127.0.0.1:1"), "key");
    assertThatThrownBy(() -> up.write(home))
        .hasMessageStartingWith("OFF-3003")
        .satisfies(full -> assertThat(DiskRoom.ranOut(full)).isTrue());
    assertThat(DiskRoom.ranOut(new IOException("Permission denied"))).isFalse();
    UpFile.remove(home);
  }

  @Test
  void aTakenPortIsTold() throws IOException {
    try (java.net.ServerSocket taken =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(run("up", "--sandbox-port", Integer.toString(taken.getLocalPort())))
          .isEqualTo(CommandException.ENVIRONMENT);
    }
    assertThat(said()).contains("OFF-3014");
  }

  @Test
  void aTokenThatCouldBreakOutOfItsJsonIsRefused() throws IOException {
    environment.put("OFFRAMP_HUBSPOT_TOKEN", "x\",\"baseUri\":\"http://elsewhere.example");
    Files.writeString(folder.resolve("contacts.csv"), "email\nanna@example.com\n");
    assertThat(run("migrate", folder.resolve("contacts.csv").toString(), "--to", "hubspot"))
        .isEqualTo(CommandException.INPUT);
    assertThat(said()).contains("OFF-3028").doesNotContain("elsewhere");
  }

  @Test
  void helpNamesTheCommandsAndEndsWithZero() {
    assertThat(run("--help")).isZero();
    assertThat(said()).contains("demo", "migrate", "rollback", "Exit codes");
  }
}
