package dev.outcrop.evaluation.perturb;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NumPyRandomTest {

    @Test
    void theFirstDrawsOfSeedFive() {
        NumPyRandom random = new NumPyRandom(5);
        assertThat(new long[]{random.nextLong(), random.nextLong(), random.nextLong()})
                .containsExactly(0xce14abeeabb8e5a8L, 0xced5352505cc99f5L, 0x83ec603f7806adc0L);
        NumPyRandom again = new NumPyRandom(5);
        assertThat(new double[]{again.nextDouble(), again.nextDouble(), again.nextDouble(), again.nextDouble()})
                .containsExactly(0.8050029237453802, 0.8079407897364937, 0.515325561042142, 0.2858013800881416);
    }
}
