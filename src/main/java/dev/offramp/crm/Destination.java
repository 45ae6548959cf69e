package dev.offramp.crm;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A CRM, as the loading protocol sees it. Implementations translate; they keep no state, decide
 * nothing about retries of changes, and send every request through the gate that takes permits.
 *
 * <p>It fits CRMs of every shape. One that answers row by row answers at once. One that works in
 * jobs of its own gives a ticket, and {@link #poll} tells what came of the job. One that takes one
 * record a call says so in its {@link Traits}. One that has no unique fields says so too, and how
 * long its search lags: look-ups wait for it. GraphQL is a matter of the adapter alone. A row that
 * an answer leaves out is looked up, then sent again, and in the end rejected.
 *
 * <p>All methods throw {@link UnknownOutcomeException} when a change may or may not have taken
 * effect, {@link BatchRefusedException} when a batch was refused whole and nothing took effect, and
 * {@link DestinationException} when going on makes no sense (key refused, scope missing). A closed
 * budget surfaces as the throttle's own exception: then nothing was sent.
 */
public interface Destination extends AutoCloseable {

  /**
   * Gives back what it holds of the account's budget, so that whoever comes next need not wait for
   * it. Nothing is called through it afterwards.
   */
  @Override
  default void close() {}

  /** The destination as data. */
  Traits traits();

  /** How what was loaded can be read back, as data. */
  ReadBack readBack();

  /** What exists of the wanted definitions, one answer each, in their order. */
  List<DefinitionState> inspect(List<Definition> wanted);

  /**
   * Makes a definition, or adds the options that it lacks; being there already is fine.
   *
   * @return its state afterwards
   */
  DefinitionState define(DefinitionState state);

  /**
   * Takes definitions away, or only the options that {@link #define} added, where no record uses
   * them; being gone already is fine.
   *
   * @param states what we had made: {@code missingOptions} names the options that we added to a
   *     field that was there before, and is empty where the whole definition is ours
   * @return those that are gone; the others are in use and were left
   */
  List<DefinitionState> undefine(List<DefinitionState> states);

  /**
   * Takes away whole definitions that {@link #undefine} left because records use them: a person has
   * asked for it. Where a destination cannot, they stay.
   *
   * @param states what we had made and what is used; no parts of somebody's field
   * @return those that are gone
   */
  default List<DefinitionState> undefineUsed(List<DefinitionState> states) {
    return List.of();
  }

  /**
   * Reads records. What is not found is not in the answer.
   *
   * @param lookups at most {@link Traits#readBatch()}
   * @param fields the fields to return, besides the marker
   */
  List<RemoteRecord> read(List<Lookup> lookups, Set<String> fields);

  /** Makes records; at most {@link Traits#writeBatch()}. */
  WriteReply create(List<Draft> drafts);

  /** Changes records by id; at most {@link Traits#writeBatch()}. */
  WriteReply update(List<Draft> drafts);

  /** Takes records away in the way that can be undone best; at most {@link Traits#writeBatch()}. */
  WriteReply delete(Collection<String> remoteIds);

  /**
   * Asks after a ticket of an earlier reply, maybe of another loader's. The answers of a job that
   * has ended may be asked for again.
   *
   * @throws UnknownOutcomeException if the destination does not know the ticket (any more)
   */
  WriteReply poll(String ticket);

  /** The lists, by the destination's ids, that each record is on. */
  Map<String, Set<String>> memberships(Collection<String> remoteIds);

  /**
   * A page of the members of a list, in an order that stays the same.
   *
   * @param from where the page begins: {@link MemberPage#next()} of the page before, or empty
   */
  MemberPage members(String listId, String from);

  /**
   * All records that bear markers: by marker, the destination's ids. Where the destination refuses
   * a second record with a marker there is one at most.
   *
   * @param markers at most {@link Traits#readBatch()}
   */
  Map<String, Set<String>> bearers(Collection<String> markers);

  /** Puts records on a list; trace ids of the answers are record ids. */
  WriteReply join(String listId, Collection<String> remoteIds);

  /**
   * Takes records off a list; trace ids of the answers are record ids. Nobody is on a list that is
   * gone: that is {@code ALREADY} so.
   */
  WriteReply leave(String listId, Collection<String> remoteIds);

  /**
   * What is recorded of people's consent.
   *
   * @param emails case-folded addresses, at most {@link Traits#consentBatch()}
   * @return a state for every address; an opaque prior text that {@link #restoreConsent} takes back
   */
  Map<String, ConsentRecord> consent(Collection<String> emails);

  /**
   * Records consent. Never overturns a refusal (invariant 6).
   *
   * @param orders by case-folded address; trace ids of the answers are the addresses
   */
  WriteReply writeConsent(Map<String, ConsentOrder> orders);

  /**
   * Puts consent back to what {@link #consent} had said before our change.
   *
   * @param priors by case-folded address; trace ids of the answers are the addresses
   */
  WriteReply restoreConsent(Map<String, ConsentRecord> priors);
}
