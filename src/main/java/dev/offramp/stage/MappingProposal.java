package dev.offramp.stage;

import dev.offramp.job.Job;
import dev.offramp.job.WorkFiles;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.ExportProfile;
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

  /** Proposes; a kind that no destination takes gets its profile and no rules. */
  void propose(Job job, ExportLayout layout, int runs) {
    ExportProfile profile = RunFindings.profile(files, job.id(), layout, runs);
    files.writeDocument(WorkFiles.jobKey(job.id(), PROFILE), profile);
    if (Recognition.isLoaded(layout.kind())) {
      Plan plan = plans.of(job);
      FieldMap map = FieldMap.of(plan.destination()).orElseThrow();
      plans.keep(job.id(), MappingRules.propose(plan, map, layout, profile));
    }
  }
}
