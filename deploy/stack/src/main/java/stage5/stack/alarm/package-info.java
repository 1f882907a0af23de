/**
 * CloudWatch alarms as data, and their evaluation: metric math, missing data, datapoints to alarm, composite alarms and burn
 * rates of objectives. The definitions are those of the CDK app. Needs neither the CDK nor a running shop.
 */
package stage5.stack.alarm;
