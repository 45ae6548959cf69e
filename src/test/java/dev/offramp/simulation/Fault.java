package dev.offramp.simulation;

/** Everything that goes wrong. */
enum Fault {
  /** All is well. */
  NONE,
  /** The invocation dies before the call. */
  CRASH_BEFORE,
  /** The invocation dies while the call is under way; its effect comes later. */
  CRASH_DURING,
  /** The invocation dies when the call has taken effect, before it sees the answer. */
  CRASH_AFTER,
  /** No answer, and no effect. */
  TIMEOUT_BEFORE_EFFECT,
  /** No answer, but the effect. */
  TIMEOUT_AFTER_EFFECT,
  /** The destination answers 5xx at once, and the effect comes later. */
  SERVER_ERROR_LATE_EFFECT,
  /** The destination answers 5xx at once, and there is no effect. */
  SERVER_ERROR_NO_EFFECT,
  /** The destination answers 429 to everybody for a while. */
  LIMITED_429,
  /** The destination answers 423 to everybody for a while. */
  LOCKED_423,
  /** The destination answers 503 to everybody for a while; the first may have taken effect. */
  UNAVAILABLE_503,
  /** The destination's answer leaves a row out. */
  ROW_LEFT_OUT,
  /** DynamoDB or S3 refuses for its throughput. */
  STORE_THROTTLED,
  /** The client tried twice, and the second try met the condition that the first one changed. */
  RETRIED_WRITE,
  /** The invocation stands still for minutes and then goes on. */
  FREEZE,
  /** A call takes seconds. */
  SLOW,
  /** The invocation's clock jumps, within what the margins allow. */
  CLOCK_JUMP,
  /** The queue takes some bells of a batch and refuses the others. */
  PARTIAL_BELLS,
  /** A message comes twice. */
  MESSAGE_TWICE,
  /** A message is overtaken by later ones. */
  MESSAGE_REORDERED,
  /** A message comes an hour late. */
  MESSAGE_LATE,
  /** A message gets lost. */
  MESSAGE_LOST,
  /** A message goes to the dead letters at once, and is sent again from there. */
  MESSAGE_DEAD_THEN_REDRIVEN,
  /** A message becomes visible again while it is worked on. */
  VISIBILITY_OVERLAP,
  /** A message that was answered is not deleted. */
  ACKNOWLEDGEMENT_LOST,
  /** The function is stopped for its time-out much too soon. */
  FUNCTION_TIMEOUT,
  /** One tick of the schedule does not come. */
  TICK_MISSED,
  /** One tick of the schedule comes twice. */
  TICK_TWICE,
  /** S3's notification comes twice. */
  S3_EVENT_TWICE,
  /** S3's notification never comes; the operator rings hours later. */
  S3_EVENT_NEVER,
  /** A person pauses a job at a random moment, and lets it go on minutes later. */
  PERSON_PAUSES,
  /** A person stops the whole account, and takes it up again minutes later. */
  PERSON_PANICS,
  /** A person changes our share of the limits, and changes it again. */
  PERSON_CHANGES_SHARE
}
