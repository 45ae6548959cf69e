package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import com.google.i18n.phonenumbers.metadata.source.RegionMetadataSource;
import com.google.i18n.phonenumbers.metadata.source.RegionMetadataSourceImpl;
import java.util.HashMap;
import java.util.Map;

/**
 * The compiled tables of the regions whose numbers come often: to compile one costs as much as the
 * library takes for some hundred numbers. For one thread.
 */
final class RegionTables {
  private final RegionMetadataSource source;
  private final Map<String, Region> regions = new HashMap<>();
  private final int worthwhile;

  /** A region, and how often it was asked for; without numbers until that is often enough. */
  private static final class Region {
    private int asked;
    private RegionNumbers numbers;
  }

  /** Takes from how many numbers of a region on its table is worth compiling. */
  RegionTables(int worthwhile) {
    this.worthwhile = worthwhile;
    DefaultMetadataDependenciesProvider library = DefaultMetadataDependenciesProvider.getInstance();
    this.source =
        new RegionMetadataSourceImpl(
            library.getPhoneNumberMetadataFileNameProvider(),
            library.getMetadataLoader(),
            library.getMetadataParser());
  }

  /** A region's numbers; null where they are not compiled, or no region has that name. */
  RegionNumbers of(String name) {
    Region region = regions.computeIfAbsent(name, n -> new Region());
    if (region.numbers == null && region.asked++ == worthwhile) {
      region.numbers = compiled(name);
    }
    return region.numbers;
  }

  private RegionNumbers compiled(String name) {
    try {
      PhoneMetadata table = source.getMetadataForRegion(name);
      return table == null ? null : new RegionNumbers(table);
    } catch (IllegalArgumentException e) {
      return null; // A code of no country, such as 800: it has no region.
    }
  }
}
