// Formats as a person knows them; the key is what the core calls them.
export const formats: [string, string][] = [
  ["logs-json", "Log lines, JSON"],
  ["logs-access", "Access log, nginx or Apache"],
  ["openslo", "OpenSLO"],
  ["backstage", "Backstage catalogue"],
  ["alertmanager", "Alertmanager payloads"],
  ["pagerduty", "PagerDuty"],
  ["jira-csv", "Jira export, CSV"],
  ["people-csv", "People, CSV"],
  ["rotations-csv", "Rotations, CSV"],
  ["items-csv", "Work items, CSV"],
  ["counts-csv", "Counts per minute, CSV"],
  ["knowledge-csv", "Knowledge, CSV"],
  ["gemba-yaml", "Gemba, YAML"],
];
