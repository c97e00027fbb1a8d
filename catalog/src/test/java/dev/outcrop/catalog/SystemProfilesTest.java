package dev.outcrop.catalog;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SystemProfilesTest {

    private static SystemProfiles in(String region) {
        return new SystemProfiles(FoundationModels.load(), region, "123456789012");
    }

    @ParameterizedTest
    @CsvSource({
            "us-east-1, us global", "eu-west-2, eu global", "ap-northeast-1, apac jp global",
            "ap-southeast-2, apac au global", "ca-central-1, us ca global", "us-gov-west-1, us-gov global",
            "sa-east-1, global"})
    void aRegionHasTheProfilesOfItsGeographies(String region, String geographies) {
        assertThat(in(region).list()).extracting(profile -> profile.id().split("\\.", 2)[0])
                .containsOnly(geographies.split(" "));
    }

    @Test
    void everyModelOfferedThroughProfilesIsListedOnceForEachGeography() {
        long offered = FoundationModels.load()
                .all()
                .stream()
                .filter(model -> model.inferenceTypesSupported().contains("INFERENCE_PROFILE"))
                .count();
        List<SystemProfile> profiles = in("us-east-1").list();
        assertThat(profiles).hasSize((int) (2 * offered)).extracting(SystemProfile::id).doesNotHaveDuplicates()
                .isSorted();
        assertThat(profiles).allSatisfy(profile -> {
            assertThat(profile.modelArns()).hasSizeBetween(1, 5);
            assertThat(profile.name()).hasSizeBetween(1, 64);
            assertThat(profile.description()).hasSizeBetween(1, 200);
            assertThat(in("us-east-1").find(profile.id())).hasValue(profile);
        });
    }

    @ParameterizedTest
    @CsvSource({
            "us-east-2, us, us-east-2 us-east-1 us-west-2", "us-west-1, us, us-west-1 us-east-1 us-east-2 us-west-2",
            "eu-west-2, eu, eu-west-2 eu-central-1 eu-north-1 eu-west-1 eu-west-3",
            "ap-south-2, apac, ap-south-2 ap-northeast-1 ap-northeast-2 ap-south-1 ap-southeast-1",
            "us-east-1, eu, eu-central-1 eu-north-1 eu-west-1 eu-west-3", "sa-east-1, global, sa-east-1"})
    void callsGoToTheRegionsOfTheGeographyItsOwnFirst(String region, String geography, String destinations) {
        SystemProfile profile = in(region).find(geography + ".amazon.nova-premier-v1:0").orElseThrow();
        assertThat(profile.destinations()).containsExactly(destinations.split(" "));
    }

    @Test
    void itsArnIsOfTheAccountAndThePartition() {
        SystemProfile profile = in("us-gov-west-1").find("us-gov.amazon.nova-premier-v1:0").orElseThrow();
        assertThat(profile.arn()).isEqualTo(
                "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.amazon.nova-premier-v1:0");
        assertThat(profile.modelArns()).first().isEqualTo(
                "arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-premier-v1:0");
    }
}
