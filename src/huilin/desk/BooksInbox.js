// Fava's own import page books without rules; ours stands below it in the list.
export default {
  init() {
    const style = document.createElement("style");
    style.textContent = 'aside li:has(> a[href*="/import/"]) { display: none }';
    document.head.append(style);
  },
};
