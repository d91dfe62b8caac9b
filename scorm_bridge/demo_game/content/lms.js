// The game's side of SCORM 1.2: finds the API, keeps what is told, and speaks once to end.
(function () {
  "use strict";

  const began = Date.now();
  const api = find(window.parent) || find(window.opener);
  let isOpen = Boolean(api) && api.LMSInitialize("") === "true";

  function find(place) {
    for (let step = 0; place && step < 20; step += 1) {
      try {
        if (place.API) return place.API;
      } catch {
        return null; // a window of another origin
      }
      if (place === place.parent) return null;
      place = place.parent;
    }
    return null;
  }

  function sessionTime() {
    const seconds = Math.floor((Date.now() - began) / 1000);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part) => String(part).padStart(2, "0")).join(":");
  }

  window.lms = {
    get: (element) => (isOpen ? String(api.LMSGetValue(element)) : ""),
    tell(values) {
      if (!isOpen) return;
      Object.entries(values).forEach(([element, value]) => api.LMSSetValue(element, String(value)));
      api.LMSSetValue("cmi.core.session_time", sessionTime());
      api.LMSCommit("");
    },
    end(exit) {
      if (!isOpen) return;
      api.LMSSetValue("cmi.core.session_time", sessionTime());
      api.LMSSetValue("cmi.core.exit", exit);
      api.LMSFinish("");
      isOpen = false;
    },
  };
})();
