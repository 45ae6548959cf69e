package dev.offramp.kartra.value;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import com.google.i18n.phonenumbers.metadata.source.RegionMetadataSource;
import com.google.i18n.phonenumbers.metadata.source.RegionMetadataSourceImpl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The compiled tables of the regions whose numbers come often: to compile one costs as much as the
 * library takes for some hundred numbers. For one thread.
 */
final class RegionTables {
  private final PhoneNumberUtil library;
  private final RegionMetadataSource source;
  private final Map<String, Region> regions = new HashMap<>();
  private final int worthwhile;

  /** A region, and how often it was asked for; without numbers until that is often enough. */
  private static final class Region {
    private int asked;
    private RegionNumbers numbers;
  }

  /** Takes the library, and from how many numbers of a region on its table is worth compiling. */
  RegionTables(PhoneNumberUtil library, int worthwhile) {
    this.library = library;
    this.worthwhile = worthwhile;
    DefaultMetadataDependenciesProvider parts = DefaultMetadataDependenciesProvider.getInstance();
    this.source =
        new RegionMetadataSourceImpl(
            parts.getPhoneNumberMetadataFileNameProvider(),
            parts.getMetadataLoader(),
            parts.getMetadataParser());
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
      if (table == null) {
        return null;
      }
      List<String> sharing = library.getRegionCodesForCountryCode(table.getCountryCode());
      return new RegionNumbers(table, sharing.get(0), lengths(sharing));
    } catch (IllegalArgumentException e) {
      return null; // A code of no country, such as 800: it has no region.
    }
  }

  /** How many digits the numbers of some regions have. */
  private Set<Integer> lengths(List<String> regions) {
    Set<Integer> lengths = new HashSet<>();
    for (String region : regions) {
      PhoneNumberDesc every = source.getMetadataForRegion(region).getGeneralDesc();
      lengths.addAll(every.getPossibleLengthList());
    }
    return lengths;
  }
}
