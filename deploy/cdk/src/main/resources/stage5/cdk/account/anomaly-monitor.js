// Cost anomaly detection: one monitor of all AWS services per account. AWS creates it in accounts that first use Cost Explorer.
const ce = require('@aws-sdk/client-cost-explorer');
const client = new ce.CostExplorerClient({ region: 'us-east-1' });

const service = {
  find: async () => {
    let NextPageToken;
    do {
      const page = await client.send(new ce.GetAnomalyMonitorsCommand({ NextPageToken }));
      const found = page.AnomalyMonitors.find(
        (monitor) => monitor.MonitorType === 'DIMENSIONAL' && monitor.MonitorDimension === 'SERVICE');
      if (found) {
        return found.MonitorArn;
      }
      NextPageToken = page.NextPageToken;
    } while (NextPageToken);
    return undefined;
  },
  create: async ({ MonitorName }) => (await client.send(new ce.CreateAnomalyMonitorCommand({
    AnomalyMonitor: { MonitorName, MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' },
  }))).MonitorArn,
  remove: (MonitorArn) => client.send(new ce.DeleteAnomalyMonitorCommand({ MonitorArn })),
};
