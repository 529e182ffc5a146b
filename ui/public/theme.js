// Runs before the first paint, so that a chosen theme does not flash. Auto needs nothing: the style sheet follows the system.
try {
  const theme = localStorage.getItem("gemba.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed to us: the system's theme holds.
}
