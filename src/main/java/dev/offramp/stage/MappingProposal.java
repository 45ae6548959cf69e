package dev.offramp.stage;

import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.AccountNames;
import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.plan.EnrichedRules;
import dev.offramp.plan.FieldMap;
import dev.offramp.plan.FieldMaps;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import java.util.Set;

/** Keeps the profile of a whole file and freezes the mapping rules that follow from it. */
final class MappingProposal {
  private static final String PROFILE = "profile.json";
  private final WorkFiles files;
  private final Plans plans;
  private final FieldMaps maps;
  private final ReplayDesk replays;

  MappingProposal(StagePorts ports, Plans plans, FieldMaps maps) {
    this.files = ports.files();
    this.replays = new ReplayDesk(files, plans, ports.json());
    this.plans = plans;
    this.maps = maps;
  }

  /** Proposes; a kind that no destination takes gets its profile and no rules. */
  void propose(Job job, ExportLayout layout, ExportProfile profile) {
    files.writeDocument(WorkFiles.jobKey(job.id(), PROFILE), profile);
    if (!Recognition.isLoaded(layout.kind())) {
      return;
    }
    Plan plan = plans.of(job);
    FieldMap map = maps.of(plan.destination()).orElseThrow();
    AccountFiles account = new AccountFiles(files);
    Set<String> known = account.names(job.id()).map(AccountNames::all).orElse(Set.of());
    MappingRules rules =
        replays.inherit(
            job.id(),
            MappingRules.propose(plan, map, layout, profile, known),
            plan,
            plans.settings(job, plan));
    plans.keep(
        job.id(),
        plan.enrich()
            ? new EnrichedRules(plan, map, layout).extend(rules, account.schema(job.id()).fields())
            : rules);
  }
}
