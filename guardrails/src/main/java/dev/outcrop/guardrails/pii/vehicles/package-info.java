/** Vehicles and those who drive them: VIN, plate, driving licence. */
@NullMarked
package dev.outcrop.guardrails.pii.vehicles;

import org.jspecify.annotations.NullMarked;
