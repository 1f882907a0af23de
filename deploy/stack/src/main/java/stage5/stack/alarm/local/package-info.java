/** Evaluates the alarms of production on the metrics of a shop that runs on this machine. */
package stage5.stack.alarm.local;
