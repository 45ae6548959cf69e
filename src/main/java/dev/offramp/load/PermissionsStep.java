package dev.offramp.load;

import dev.offramp.crm.ConsentRecord;
import dev.offramp.crm.ConsentState;
import dev.offramp.verify.Findings;
import dev.offramp.verify.PermissionCheck;
import dev.offramp.verify.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks whether permissions are recorded where the records themselves do not tell: at some of them,
 * evenly spread, as each look costs a call for every batch of addresses.
 */
final class PermissionsStep {
  /** At so many permissions, about, it is looked. */
  static final int MOST = 500;

  private static final CheckFiles.Kind KIND = CheckFiles.Kind.PERMISSIONS;

  private final CheckContext context;

  PermissionsStep(CheckContext context) {
    this.context = context;
  }

  /** Runs it to its end; what was read of it is kept also where the budget closes. */
  void run() {
    Tally tally = context.begun(KIND, 0);
    List<List<Findings.Permission>> batches =
        Batches.of(sample(), context.destination().traits().consentBatch());
    try {
      for (int part = 0; part < batches.size(); part++) {
        if (!tally.isDone(part)) {
          look(batches.get(part), tally);
          tally.done(part);
        }
      }
    } catch (RuntimeException e) {
      context.keep(KIND, 0, tally, false);
      throw e;
    }
    context.keep(KIND, 0, tally, true);
  }

  private List<Findings.Permission> sample() {
    List<Findings.Permission> all = new ArrayList<>();
    for (String key : context.found().keys(CheckFiles.Kind.RECORDS).values()) {
      all.addAll(context.found().read(key).permitted());
    }
    int stride = Math.max(1, (all.size() + MOST - 1) / MOST);
    List<Findings.Permission> some = new ArrayList<>();
    for (int place = 0; place < all.size(); place += stride) {
      some.add(all.get(place));
    }
    return some;
  }

  private void look(List<Findings.Permission> all, Tally tally) {
    List<Findings.Permission> batch = all.stream().filter(this::stands).toList();
    if (batch.isEmpty()) {
      return;
    }
    Map<String, ConsentRecord> there =
        context
            .destination()
            .consent(batch.stream().map(Findings.Permission::email).distinct().toList());
    for (Findings.Permission meant : batch) {
      ConsentRecord record = there.get(meant.email());
      PermissionCheck.check(
          meant, record == null ? ConsentState.UNSPECIFIED : record.state(), tally);
    }
  }

  /** Another job may have taken it back since its record was looked at. */
  private boolean stands(Findings.Permission meant) {
    return !context.later().withdrawnSince(meant.email(), context.run().began());
  }
}
