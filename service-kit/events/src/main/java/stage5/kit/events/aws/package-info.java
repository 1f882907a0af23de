/** The clients of AWS services: their retries share a budget with the retries of this project. */
package stage5.kit.events.aws;
