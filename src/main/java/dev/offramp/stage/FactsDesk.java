package dev.offramp.stage;

import dev.offramp.enrich.AccountFiles;
import dev.offramp.enrich.CustomFieldMerger;
import dev.offramp.enrich.EnrichedRow;
import dev.offramp.enrich.Enrichment;
import dev.offramp.enrich.FactsMerger;
import dev.offramp.enrich.Question;
import dev.offramp.job.Deadline;
import dev.offramp.job.Job;
import dev.offramp.kartra.ExportLayout;
import dev.offramp.kartra.api.LeadKey;
import dev.offramp.plan.MappingRules;
import dev.offramp.plan.Plan;
import dev.offramp.record.Contact;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins the contacts of a chunk with what Kartra's API knows of them, if the plan says so. */
public final class FactsDesk {
  private final Enrichment enrichment;
  private final AccountFiles account;

  /** Takes who fetches, and what is known of the account. */
  public FactsDesk(Enrichment enrichment, AccountFiles account) {
    this.enrichment = enrichment;
    this.account = account;
  }

  /**
   * The contacts as they are to be mapped.
   *
   * @param contacts by the ordinal of the row
   * @return nothing if they are not all fetched yet: somebody goes on later
   */
  Optional<Map<Long, Contact>> joined(
      Job job,
      Plan plan,
      ExportLayout layout,
      MappingRules rules,
      int chunk,
      Map<Long, Contact> contacts,
      Deadline deadline) {
    if (!plan.enrich()) {
      return Optional.of(contacts);
    }
    List<Question> questions =
        contacts.entrySet().stream().map(e -> new Question(e.getKey(), key(e.getValue()))).toList();
    FactsMerger merger =
        new FactsMerger(
            plan.settings(job.upload().fileName()),
            new CustomFieldMerger(layout, plan, rules, account.schema(job.id()).fields()),
            plan.enrichTags());
    return enrichment
        .facts(job, chunk, plan.share(), questions, deadline)
        .map(facts -> merged(contacts, facts, merger));
  }

  private static LeadKey key(Contact contact) {
    return new LeadKey(contact.kartraId(), contact.email());
  }

  private static Map<Long, Contact> merged(
      Map<Long, Contact> contacts, Map<Long, EnrichedRow> facts, FactsMerger merger) {
    Map<Long, Contact> joined = new LinkedHashMap<>();
    contacts.forEach((row, contact) -> joined.put(row, merger.merged(contact, facts.get(row))));
    return joined;
  }
}
