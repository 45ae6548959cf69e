package dev.offramp.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkIndexTest {
  @Test
  void aHashStaysWhatItIs() {
    assertThat(LinkIndex.hash("id:1")).isEqualTo(0x5cc3da2a);
    assertThat(LinkIndex.hash("address:0123456789abcdef01234567")).isEqualTo(0x56107b7c);
  }

  @Test
  void namesThePagesOfEveryKeyTheLatestFirst() {
    Random random = new Random(3);
    LinkIndex index = new LinkIndex();
    Map<Integer, List<Integer>> expected = new HashMap<>();
    int page = 0;
    for (int set = 0; set < 200; set++) {
      int[] hashes = random.ints(1 + random.nextInt(30), -250, 250).toArray();
      index.add(hashes, page, 4);
      for (int i = 0; i < hashes.length; i++) {
        List<Integer> pages = expected.computeIfAbsent(hashes[i], hash -> new ArrayList<>());
        if (!pages.contains(page + i / 4)) {
          pages.add(0, page + i / 4);
        }
      }
      page += (hashes.length + 3) / 4;
    }
    for (int hash = -260; hash < 260; hash++) {
      assertThat(index.pages(hash)).isEqualTo(expected.getOrDefault(hash, List.of()));
    }
    assertThat(index.size()).isGreaterThan(2000);
  }

  @Test
  void aMillionPeopleTakeSixteenBytesEach() {
    LinkIndex index = new LinkIndex();
    Random random = new Random(5);
    for (int set = 0; set < 2000; set++) {
      index.add(random.ints(1000).toArray(), set * 10, 100);
    }
    assertThat(index.size()).isEqualTo(2_000_000);
    assertThat(index.bytes()).isEqualTo(16_000_000);
    assertThat(index.runs()).isLessThan(25);
  }
}
