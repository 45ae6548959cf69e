package dev.offramp.stage;

import dev.offramp.enrich.AccountFiles;
import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
import dev.offramp.plan.EnrichedRules;
import dev.offramp.plan.FieldMap;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;

/** Adds up the profile of a whole file and freezes the mapping rules that follow from it. */
final class MappingProposal {
  private static final String PROFILE = "profile.json";
  private final WorkFiles files;
  private final Plans plans;

  MappingProposal(WorkFiles files, Plans plans) {
    this.files = files;
    this.plans = plans;
  }

  void propose(Job job, ExportLayout layout, int chunks) {
    ExportProfile.Builder whole = new ExportProfile.Builder(layout);
    for (int chunk = 0; chunk < chunks; chunk++) {
      files
          .readLines(WorkFiles.chunkKey(job.id(), "profile", chunk), ExportProfile.class)
          .forEach(whole::add);
    }
    ExportProfile profile = whole.build();
    files.writeDocument(WorkFiles.jobKey(job.id(), PROFILE), profile);
    Plan plan = plans.of(job);
    FieldMap map = FieldMap.of(plan.destination()).orElseThrow();
    MappingRules rules = MappingRules.propose(plan, map, layout, profile);
    plans.keep(
        job.id(),
        plan.enrich()
            ? new EnrichedRules(plan, map, layout)
                .extend(rules, new AccountFiles(files).schema(job.id()).fields())
            : rules);
  }
}
