package dev.outcrop.wire.error;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.outcrop.wire.model.ApiModel;
import dev.outcrop.wire.model.Shape;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ErrorWriterTest {
    private static final List<ServiceException> ERRORS = List.of(
            new AccessDeniedException("m"),
            new ConflictException("m"),
            new InternalServerException("m"),
            new ModelErrorException("m"),
            new ModelNotReadyException("m"),
            new ModelStreamErrorException("m"),
            new ModelTimeoutException("m"),
            new ResourceNotFoundException("m"),
            new ServiceQuotaExceededException("m"),
            new ServiceUnavailableException("m"),
            new ThrottlingException("m"),
            new ValidationException("m"));

    @Test
    void statusesAreThoseOfTheServiceModels() {
        for (String name : List.of("bedrock-runtime", "bedrock")) {
            ApiModel model = ApiModel.load("/dev/outcrop/wire/model/" + name + ".json");
            for (ServiceException error : ERRORS) {
                model.shape(error.code()).ifPresent(shape -> assertThat(error.status())
                        .as(error.code())
                        .isEqualTo(Objects.requireNonNull(((Shape.Structure) shape).error()).status()));
            }
        }
    }

    @Test
    void everyErrorOfTheRuntimeHasAnException() {
        Set<String> modelled = ApiModel.load("/dev/outcrop/wire/model/bedrock-runtime.json").shapes().stream()
                .filter(shape -> shape instanceof Shape.Structure structure && structure.error() != null)
                .map(Shape::name)
                .collect(Collectors.toSet());
        assertThat(ERRORS.stream().map(ServiceException::code)).containsExactlyInAnyOrderElementsOf(modelled);
    }

    @Test
    void statusesOfTheProtocol() {
        assertThat(Stream.of(
                new SerializationException("m"),
                new NotAcceptableException("m"),
                new UnsupportedMediaTypeException("m"),
                new UnknownOperationException("m"),
                new NotImplementedException("m"))
                .map(ServiceException::status))
                .containsExactly(400, 406, 415, 404, 501);
    }

    @Test
    void headerAndBody() {
        WrittenError error = ErrorWriter.write(new ValidationException("isn’t \"supported\"\n"));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.errorType())
                .isEqualTo("ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/");
        assertThat(new String(error.body(), UTF_8)).isEqualTo("{\"message\":\"isn’t \\\"supported\\\"\\n\"}");
    }

    @Test
    void furtherMembers() {
        byte[] body = ErrorWriter.body(new ModelStreamErrorException("m", 500, "upstream"));
        assertThat(JsonMapper.shared().readTree(body))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"message\":\"m\",\"originalStatusCode\":500,\"originalMessage\":\"upstream\"}"));
        assertThat(new String(ErrorWriter.body(new ModelErrorException("m", 503, "r")), UTF_8))
                .startsWith("{\"message\":");
    }

    @Test
    void anOperationThatIsNotBuiltNamesItself() {
        ApiModel model = ApiModel.load("/dev/outcrop/wire/model/bedrock.json");
        NotImplementedException error = ErrorWriter.notBuilt(model.operation("CreateModelCopyJob"));
        assertThat(error.status()).isEqualTo(501);
        assertThat(error.message()).contains("CreateModelCopyJob").contains("Amazon Bedrock");
    }
}
