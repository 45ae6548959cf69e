package dev.offramp.crm;

/** What a field's values are like, which says what a vendor may change about how they are spelt. */
public enum ValueShape {
  /** Compared without case and outer spaces. */
  EMAIL,
  /** Compared by its digits. */
  PHONE,
  /** Compared without outer spaces, whatever the line ends and the form of its letters. */
  TEXT,
  /** Compared as a moment, to the millisecond. */
  INSTANT,
  /** Compared as a number. */
  NUMBER,
  /** One option. */
  CHOICE,
  /** Several options, in whatever order. */
  CHOICES
}
