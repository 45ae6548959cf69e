package dev.offramp.load;

import dev.offramp.crm.Definition;
import java.util.List;

/**
 * The definitions that a job's records need, as the mapping proposes them; a file of the work area.
 *
 * @param definitions in the order in which they are made
 */
public record DefinitionList(List<Definition> definitions) {
  /** The name of the file. */
  public static final String FILE = Preparation.WANTED;

  /** Copies the list. */
  public DefinitionList {
    definitions = List.copyOf(definitions);
  }
}
