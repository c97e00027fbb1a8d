package dev.outcrop.engines.gguf.safetensors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Headers that say the truth are read; headers that lie in one number are refused. */
class SafetensorsHeaderTest {

    @Property
    void trueHeadersAreRead(@ForAll @Size(max = 20) List<@IntRange(max = 40) Integer> rows) throws IOException {
        StringBuilder json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
        int end = 0;
        for (int i = 0; i < rows.size(); i++) {
            int bytes = rows.get(i) * 6;
            json.append(",\"t%d\":{\"dtype\":\"BF16\",\"shape\":[%d,3],\"data_offsets\":[%d,%d]}".formatted(
                    i, rows.get(i), end, end + bytes));
            end += bytes;
        }
        SafetensorsHeader header = read(json.append("}  ").toString(), end);
        assertThat(header.tensors()).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            StoredTensor tensor = header.tensors().get("t" + i);
            assertThat(tensor).isNotNull();
            assertThat(tensor.format()).isEqualTo(NumberFormat.BF16);
            assertThat(tensor.shape()).containsExactly((long) rows.get(i), 3L);
        }
    }

    @Property
    void aLieInOneNumberIsRefused(@ForAll @IntRange(max = 5) int place, @ForAll @LongRange(min = -5) long lie) {
        long[] numbers = {4, 0, 8, 6, 8, 14};
        if (lie == numbers[place]) {
            return;
        }
        numbers[place] = lie;
        String json = "{\"a\":{\"dtype\":\"F16\",\"shape\":[%d],\"data_offsets\":[%d,%d]},".formatted(
                numbers[0], numbers[1], numbers[2])
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}}".formatted(
                        numbers[3], numbers[4], numbers[5]);
        assertThatThrownBy(() -> read(json, 14)).isInstanceOf(SafetensorsException.class);
    }

    @Example
    void overlapsAndGapsAreRefused() {
        refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}", 6, "overlap or leave a gap");
        refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[5,9]}}", 9, "overlap or leave a gap");
        refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 5, "5 bytes follow the header");
    }

    @Example
    void whatIsNoHeaderIsRefused() {
        refused("[]", 0, "the header");
        refused("{} x", 0, "Its header is no JSON");
        refused("{}{}", 0, "goes on after the end");
        refused("{\"a\":{}}", 0, "no dtype, shape and data_offsets");
        refused("{\"a\":{\"dtype\":\"F4\",\"shape\":[],\"data_offsets\":[0,0]}}", 0, "unknown dtype 'F4'");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0,
                "more than any file");
        refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, "occurs twice");
        refused("{\"a\":".repeat(20) + "1" + "}".repeat(20), 0, "Its header");
        refused("{\"" + "n".repeat(600) + "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0,
                "longer than 512 characters");
    }

    private static void refused(String json, int dataBytes, String message) {
        assertThatThrownBy(() -> read(json, dataBytes)).as(json)
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(message);
    }

    private static SafetensorsHeader read(String json, int dataBytes) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        return SafetensorsHeader.read(new ByteArrayInputStream(file.array()), file.capacity());
    }
}
