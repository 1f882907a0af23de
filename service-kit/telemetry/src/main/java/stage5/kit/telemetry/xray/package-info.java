/**
 * What AWS makes of spans: the segment documents of X-Ray ({@link stage5.kit.telemetry.xray.SegmentDocument}), and what is
 * rejected or cut on the way ({@link stage5.kit.telemetry.xray.Intake}).
 */
package stage5.kit.telemetry.xray;
