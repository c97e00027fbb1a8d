package dev.outcrop.engines.gguf.cache;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CachePoolTest {

    private final CachePool pool = new CachePool(new CacheShape(3, 4, 2), 4);

    @Test
    void reservationsNeverExceedThePool() {
        SequenceCache three = pool.open(129).orElseThrow();
        assertThat(pool.open(65)).isEmpty();
        SequenceCache one = pool.open(64).orElseThrow();
        assertThat(pool.open(1)).isEmpty();
        assertThat(pool.reservedPages()).isEqualTo(4);
        three.close();
        three.close();
        assertThat(pool.reservedPages()).isEqualTo(1);
        assertThat(pool.open(192)).isPresent();
        one.close();
    }

    @Test
    void everyPositionOfEveryLayerHasItsOwnPlace() {
        SequenceCache cache = pool.open(130).orElseThrow();
        cache.reserve(130);
        Set<String> places = new HashSet<>();
        for (int position = 0; position < 130; position++) {
            for (int layer = 0; layer < 3; layer++) {
                int offset = cache.keyOffset(layer, position);
                assertThat(offset + 4).isLessThanOrEqualTo(cache.keys(position).length);
                assertThat(cache.valueOffset(layer, position) + 2).isLessThanOrEqualTo(cache.values(position).length);
                assertThat(places.add(System.identityHashCode(cache.keys(position)) + ":" + offset)).isTrue();
            }
        }
    }

    @Test
    void memoryIsUsedAgain() {
        SequenceCache first = pool.open(64).orElseThrow();
        first.reserve(1);
        float[] keys = first.keys(0);
        first.close();
        SequenceCache second = pool.open(64).orElseThrow();
        second.reserve(1);
        assertThat(second.keys(0)).isSameAs(keys);
        assertThat(second.length()).isZero();
    }

    @Test
    void aSequenceCannotOutgrowItsReservation() {
        SequenceCache cache = pool.open(10).orElseThrow();
        cache.reserve(64);
        cache.advance(64);
        assertThatThrownBy(() -> cache.reserve(1)).isInstanceOf(IllegalArgumentException.class);
        cache.close();
        assertThatThrownBy(() -> cache.reserve(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
