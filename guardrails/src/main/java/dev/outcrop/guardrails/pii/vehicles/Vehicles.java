package dev.outcrop.guardrails.pii.vehicles;

import java.util.List;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.LabelledValue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.Shapes;

/** The recognisers of this package. */
public final class Vehicles {

    private Vehicles() {}

    /** VIN, plate, driving licence. */
    public static List<Recogniser> recognisers() {
        return List.of(
                new VehicleIdentificationNumber(),
                new LicensePlate(),
                new LabelledValue(PiiType.DRIVER_ID, Cue.DRIVER_ID, Shapes.alphanumeric(4, 5, 18, "-"), 0.1, 0.6));
    }
}
