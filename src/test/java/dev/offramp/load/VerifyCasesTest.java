package dev.offramp.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.offramp.crm.ConsentState;
import dev.offramp.crm.DesiredRecord;
import dev.offramp.crm.ReadBack;
import dev.offramp.crm.ValueShape;
import dev.offramp.job.Job;
import dev.offramp.job.JobState;
import dev.offramp.testkit.FakeCrm;
import dev.offramp.verify.Apart;
import dev.offramp.verify.Difference;
import dev.offramp.verify.Extent;
import dev.offramp.verify.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plants what reading back has to catch, has to tell apart, and does not see. */
class VerifyCasesTest {
  private static final Map<String, ValueShape> SHAPES =
      Map.of(
          "email", ValueShape.EMAIL,
          "phone", ValueShape.PHONE,
          "since", ValueShape.INSTANT,
          "interests", ValueShape.CHOICES,
          "amount", ValueShape.NUMBER);
  private static final Map<String, String> MORE =
      Map.of(
          "phone", "+12125550100",
          "since", "2023-05-01T10:00:00Z",
          "interests", "Books;Courses;Events",
          "amount", "12.50",
          "notes", "Zürich, line one\nline two",
          "score", "007.50");
  private static final ReadBack TELLING =
      new ReadBack(Optional.of("optout"), Optional.of("modified"), SHAPES);
  private static final ReadBack SILENT = new ReadBack(Optional.empty(), Optional.empty(), SHAPES);

  /** A row that a sample of one in three does not take. */
  private static final long UNSAMPLED = 1;

  private final Map<String, BiConsumer<LoadRig, Job>> plants = new HashMap<>();

  /** A case as the file has it. */
  record Case(String id, String what, String says, boolean apart) {
    @Override
    public String toString() {
      return id + " " + what;
    }
  }

  VerifyCasesTest() {
    plant("V-01", (rig, id) -> rig.crm.records().remove(id));
    plant("V-02", (rig, id) -> put(rig, id, "lastname", "Else"));
    plant("V-03", (rig, id) -> put(rig, id, "lastname", ""));
    plant("V-04", (rig, id) -> put(rig, id, "notes", "Zürich, line"));
    plant("V-05", (rig, id) -> put(rig, id, "notes", "Z?rich, line one\nline two"));
    plant("V-06", (rig, id) -> put(rig, id, "since", "2023-05-01T14:00:00Z"));
    plant("V-07", (rig, id) -> put(rig, id, "score", "7.5"));
    plant("V-08", (rig, id) -> put(rig, id, "interests", "Books;Events"));
    plant("V-09", (rig, id) -> put(rig, id, "interests", "Books;Courses;Events;Cars"));
    plant("V-10", (rig, id) -> put(rig, id, "tags", ""));
    plant("V-11", (rig, id) -> rig.crm.leave("news", Set.of(id)));
    plant("V-12", (rig, id) -> rig.crm.join("news", Set.of(rig.crm.person(Map.of()))));
    plant("V-13", (rig, id) -> rig.crm.consent("p3@example.com", ConsentState.UNSPECIFIED));
    plant("V-14", (rig, id) -> rig.crm.consent("p1@example.com", ConsentState.UNSPECIFIED));
    plant("V-15", (rig, id) -> rig.crm.person(rig.crm.records().get(id)));
    plant("V-16", (rig, id) -> put(rig, id, "marker", ""));
    plants.put("V-17", VerifyCasesTest::swap);
    plant("V-18", (rig, id) -> rig.crm.list("news", Set.of()));
    plant("V-19", (rig, id) -> put(rig, id, "city", "Turin"));
    plant("V-20", (rig, id) -> put(rig, "r1", "company", "Else"));
    plant("V-21", (rig, id) -> put(rig, id, "amount", "13.50"));
    plant("V-30", (rig, id) -> put(rig, id, "email", " P1@Example.com "));
    plant("V-31", (rig, id) -> put(rig, id, "phone", "+1 (212) 555-0100"));
    plant("V-32", (rig, id) -> put(rig, id, "notes", " Zu\u0308rich, line one\r\nline two\n"));
    plants.put(
        "V-33",
        (rig, job) -> {
          put(rig, id(rig, job, 0), "since", "2023-05-01T12:00:00.000+02:00");
          put(rig, id(rig, job, 1), "since", "1682935200000");
        });
    plant("V-34", (rig, id) -> put(rig, id, "interests", "Events;Books;Courses"));
    plant("V-35", (rig, id) -> put(rig, id, "amount", "12.5"));
    plant(
        "V-36", (rig, id) -> assertThat(rig.crm.records().get(id)).containsEntry("city", "Milan"));
    plant(
        "V-37",
        (rig, id) -> assertThat(rig.crm.records().get("r1")).containsEntry("lastname", "Before"));
    plant("V-38", (rig, id) -> rig.crm.consent("p1@example.com", ConsentState.OPTED_OUT));
    plants.put("V-39", VerifyCasesTest::work);
    plant("V-40", (rig, id) -> assertThat(rig.crm.memberships(Set.of("r2"))).isNotEmpty());
    plant("V-41", (rig, id) -> rig.crm.edit(id, "lastname", "Edited"));
    plants.put("V-42", VerifyCasesTest::merge);
    plant("V-50", (rig, id) -> put(rig, "r1", "lastname", "Damaged"));
    plant("V-51", (rig, id) -> rig.crm.person(Map.of("lastname", "Person1")));
    plant("V-52", (rig, id) -> rig.crm.consent("p2@example.com", ConsentState.SUBSCRIBED));
    plant("V-53", (rig, id) -> rig.crm.join("course", Set.of(rig.crm.person(Map.of()))));
    plants.put("V-54", (rig, job) -> put(rig, id(rig, job, UNSAMPLED), "lastname", "Else"));
    plant("V-55", (rig, id) -> rig.crm.edit(id, "lastname", "PERSON1"));
    plant("V-56", (rig, id) -> rig.crm.edit(id, "lastname", "Edited"));
    plant("V-57", (rig, id) -> rig.crm.leave("news", Set.of(id)));
  }

  /** Plants something at the record of the first row. */
  private void plant(String id, BiConsumer<LoadRig, String> what) {
    plants.put(id, (rig, job) -> what.accept(rig, id(rig, job, 0)));
  }

  private static void put(LoadRig rig, String id, String field, String value) {
    assertThat(rig.crm.records().get(id).put(field, value)).isNotEqualTo(value);
  }

  private static String id(LoadRig rig, Job job, long row) {
    return rig.outcomes(job).get(row).remoteId();
  }

  private static void swap(LoadRig rig, Job job) {
    put(rig, id(rig, job, 0), "lastname", "Person2");
    put(rig, id(rig, job, 1), "lastname", "Person1");
  }

  private static void work(LoadRig rig, Job job) {
    String id = id(rig, job, 0);
    rig.crm.edit(id, "tags", "vip;regular");
    rig.crm.edit(id, "owner", "Ann");
    rig.crm.list("mine", Set.of(id));
  }

  /** The other record lives on, with both addresses as far as a look-up is concerned. */
  private static void merge(LoadRig rig, Job job) {
    Map<String, String> gone = rig.crm.records().remove(id(rig, job, 0));
    rig.crm.person(Map.of("email", gone.get("email"), "lastname", "Other"));
    rig.crm.leave("news", Set.of(id(rig, job, 0)));
  }

  static List<Case> cases() throws IOException {
    try (var in = VerifyCasesTest.class.getResourceAsStream("/dev/offramp/verify/cases.yaml")) {
      return new YAMLMapper().readValue(in, new TypeReference<List<Case>>() {});
    }
  }

  /** Two people known before, then five rows: one comes twice, in another chunk. */
  private static LoadRig rig(Case one) {
    boolean twice = one.id().equals("V-15");
    LoadRig rig = new LoadRig(new FakeCrm(3, !twice));
    boolean silent = Set.of("V-56", "V-14", "V-38").contains(one.id());
    rig.crm.tells(silent ? SILENT : TELLING, rig.clock);
    rig.crm.person(Map.of("email", "p4@example.com", "lastname", "Before"));
    String member = rig.crm.person(Map.of("email", "someone@example.com"));
    rig.crm.list("course", Set.of(member));
    return rig;
  }

  private static List<List<DesiredRecord>> rows() {
    Map<String, String> first = new HashMap<>(MORE);
    first.put("city", "Turin");
    Map<String, String> again = new HashMap<>(MORE);
    again.put("city", "Milan");
    return List.of(
        List.of(
            LoadRig.row(0, 1, first),
            LoadRig.row(1, 2, MORE),
            LoadRig.row(2, 3, MORE),
            LoadRig.row(3, 4, Map.of("company", "Ours"))),
        List.of(LoadRig.row(4, 1, again)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void whatIsPlantedIsSaid(Case one) {
    LoadRig rig = rig(one);
    Job job = rig.job("a.csv", rows());
    boolean sampled = one.id().equals("V-54");
    if (sampled) {
      // Of one in three, as in a large job.
      new CheckFiles(rig.files, job.id())
          .run(new CheckFiles.Run(Extent.SAMPLE, 3, 2, 1, rig.clock.instant(), null, Map.of(), ""));
    }
    Job after =
        rig.verifyAll(
            job,
            sampled ? Extent.SAMPLE : Extent.ALL,
            () -> plants.get(one.id()).accept(rig, rig.now(job)));
    assertThat(after.state()).isEqualTo(JobState.REPORTING);
    List<Difference> found = rig.differences(job);
    if (one.says().equals("nothing")) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).extracting(Difference::fault).contains(Fault.valueOf(one.says()));
      assertThat(found)
          .allSatisfy(d -> assertThat(d.apart() != Apart.NO).as("%s", d).isEqualTo(one.apart()));
    }
  }

  @Test
  void withNothingPlantedNothingIsSaid() throws IOException {
    for (Case one : List.of(cases().get(0), new Case("V-15", "", "", false))) {
      LoadRig rig = rig(one);
      Job job = rig.job("a.csv", rows());
      rig.verifyAll(job, Extent.ALL, () -> {});
      assertThat(rig.differences(job)).isEmpty();
    }
  }

  /** The page tells of every case in its own words. */
  @Test
  void thePageShowsEveryCase() throws IOException {
    Path page = Path.of(System.getProperty("offramp.root", "..")).resolve("docs/verification.md");
    List<String> lines =
        Files.readString(page).lines().filter(line -> line.startsWith("| V-")).toList();
    assertThat(lines)
        .containsExactlyElementsOf(
            cases().stream()
                .map(
                    c ->
                        "| %s | %s | %s%s |"
                            .formatted(
                                c.id(),
                                c.what(),
                                c.says().equals("nothing") ? "nothing" : "`" + c.says() + "`",
                                c.apart() ? ", told apart" : ""))
                .toList());
  }
}
