/**
 * Admission control at the HTTP door: work that can't be finished in time is shed before it starts. {@link
 * stage5.kit.web.admission.AdmissionFilter} is the door, {@link stage5.kit.web.admission.AdmissionConfig} its settings.
 */
package stage5.kit.web.admission;
