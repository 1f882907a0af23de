/**
 * Incidents with known answers: load, a fault that ends by itself, the proof that it took effect, and the answer. Start at
 * {@link stage5.cli.incident.Incident}.
 */
package stage5.cli.incident;
