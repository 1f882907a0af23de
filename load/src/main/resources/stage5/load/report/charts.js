// Draws the charts of the report: each configuration is a JSON script element beside its canvas.
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.color = '#1a1a1a';
// Datasets without a label are intervals: they belong to the dataset before.
Chart.defaults.plugins.legend.labels.filter = item => item.text;
Chart.defaults.plugins.legend.labels.usePointStyle = true;
Chart.defaults.scales.logarithmic.ticks.callback = value => value.toLocaleString('en');
Chart.defaults.plugins.tooltip.filter = item => item.dataset.label;

for (const element of document.querySelectorAll('script.chart-config')) {
  const config = JSON.parse(element.textContent);
  for (const scale of Object.values(config.options.scales)) {
    if (scale.rows) {
      scale.ticks = { stepSize: 1, callback: row => scale.rows[row] ?? '' };
      scale.afterBuildTicks = axis => { axis.ticks = scale.rows.map((_, row) => ({ value: row })); };
    }
  }
  for (const dataset of config.data.datasets) {
    if (dataset.sparseMarkers) {
      const every = Math.ceil(dataset.data.length / 12);
      const radius = dataset.pointRadius;
      dataset.pointRadius = point => point.dataIndex % every ? 0 : radius;
    }
  }
  new Chart(document.getElementById(element.dataset.canvas), config);
}
addEventListener('beforeprint', () => Object.values(Chart.instances).forEach(chart => chart.resize()));
