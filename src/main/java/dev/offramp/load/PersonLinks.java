package dev.offramp.load;

import dev.offramp.crm.RemoteRecord;
import dev.offramp.job.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the crosswalk says of the people of a chunk: who brought them first, and where they are. */
final class PersonLinks {
  private final Crosswalk crosswalk;
  private final Job job;
  private final Map<String, Crosswalk.Link> links;

  private PersonLinks(Crosswalk crosswalk, Job job, Map<String, Crosswalk.Link> links) {
    this.crosswalk = crosswalk;
    this.job = job;
    this.links = links;
  }

  /** Reads the links of people, also to what other jobs have begun. */
  static PersonLinks of(
      Crosswalk crosswalk, ChunkContext context, RecordReader reader, List<PersonGroup> groups) {
    Job job = context.job();
    List<String> keys =
        SourceKeys.of(groups.stream().flatMap(group -> group.rows().stream()).toList());
    Map<String, Crosswalk.Link> links =
        new HashMap<>(crosswalk.find(job.migration(), job.account(), keys));
    links.putAll(
        context
            .rivals()
            .links(keys.stream().filter(key -> !links.containsKey(key)).toList(), context, reader));
    return new PersonLinks(crosswalk, job, links);
  }

  /** These links, and in their place those that were read later. */
  PersonLinks and(PersonLinks later) {
    Map<String, Crosswalk.Link> all = new HashMap<>(links);
    all.putAll(later.links);
    return new PersonLinks(crosswalk, job, all);
  }

  /** The link of one of the person's keys, or null. */
  Crosswalk.Link byKey(PersonGroup group) {
    return SourceKeys.of(group.rows()).stream()
        .map(links::get)
        .filter(link -> link != null)
        .findFirst()
        .orElse(null);
  }

  /** Every link of the person's keys. */
  List<Crosswalk.Link> all(PersonGroup group) {
    return SourceKeys.of(group.rows()).stream()
        .map(links::get)
        .filter(link -> link != null)
        .toList();
  }

  /** Whether we have recorded a permission for an address. */
  boolean permitted(String email) {
    return permittedBy(SourceKeys.address(email));
  }

  /** Whether there is a link for a key. */
  boolean knows(String key) {
    return links.containsKey(key);
  }

  /** Whether we have recorded a permission for the address of a key. */
  boolean permittedBy(String key) {
    Crosswalk.Link link = links.get(key);
    return link != null && link.permitted();
  }

  /** A link of the person; one of the record's own marker where the row has another key. */
  Crosswalk.Link of(PersonGroup group, RemoteRecord prior) {
    Crosswalk.Link own = byKey(group);
    if (own != null || prior.marker().isEmpty()) {
      return own;
    }
    // The marker is the Kartra id, or for a row without one a digest of its address.
    String byId = "id:" + prior.marker();
    String byMail = prior.marker().replaceFirst("^m-", "mail:");
    Map<String, Crosswalk.Link> found =
        crosswalk.find(
            job.migration(), job.account(), List.of(byId, byMail).stream().distinct().toList());
    return found.getOrDefault(byId, found.get(byMail));
  }

  /** The row that a link names, unless it is the group's own from an earlier try. */
  String into(PersonGroup group, Crosswalk.Link link) {
    if (link == null) {
      return "";
    }
    boolean own = link.jobId().equals(job.id()) && link.row() == group.first().row();
    return own ? "" : link.jobId() + "/" + link.row();
  }

  /** Whether another row of ours brought the person, to a record that it made or found. */
  boolean broughtElsewhere(PersonGroup group, Crosswalk.Link link) {
    return !into(group, link).isEmpty();
  }

  /** A merged row may have an id of its own, by which a later row is to find the person. */
  List<Crosswalk.Link> aliases(PersonGroup group, Crosswalk.Link origin, String record) {
    return SourceKeys.of(group.rows()).stream()
        .filter(key -> !links.containsKey(key))
        .map(
            key ->
                new Crosswalk.Link(
                        key,
                        record,
                        origin.jobId(),
                        origin.row(),
                        origin.created(),
                        origin.fingerprint())
                    .saying(origin.consent(), false))
        .toList();
  }

  /** Writes links, if there are any. */
  void put(List<Crosswalk.Link> aliases) {
    if (!aliases.isEmpty()) {
      crosswalk.put(job.migration(), job.account(), aliases);
    }
  }
}
