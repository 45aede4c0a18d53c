// The page follows the shop: each server-sent event is the new inside of one element.
// What it carries was escaped where it was written; nothing here makes markup of text.

const letters = { s: "scan", c: "card", p: "pay", n: "network", o: "paper", x: "power", a: "auto" };
let newest = null;

function press(key) {
  fetch(`/keys/${key}`, { method: "POST" }).catch(() => {});
}

// A key keeps the focus when its label changes.
function fill(element, html) {
  const held = document.activeElement?.dataset?.key;
  element.innerHTML = html;
  if (held && element.id === "keys") element.querySelector(`[data-key="${held}"]`)?.focus();
}

// The newest receipt slides out of the printer and pushes the others down, unless it was there when
// the page opened or the eyes that read it do not want motion.
function arrive(paper) {
  const article = paper.querySelector("[data-number]");
  const number = article ? Number(article.dataset.number) : 0;
  const isNew = newest !== null && number > newest;
  newest = number;
  if (!isNew) return;
  paper.scrollTop = 0;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const height = article.offsetHeight + 18;
  for (const each of paper.children) {
    each.animate(
      [{ transform: `translateY(-${height}px)` }, { transform: "none" }],
      { duration: 600, easing: "cubic-bezier(.3, .6, .4, 1)" },
    );
  }
}

// A long sale shows its end, where the next line comes.
function showLastLine() {
  const list = document.querySelector("#basket ol");
  if (list) list.scrollTop = list.scrollHeight;
}

const events = new EventSource("/events");
const parts = ["link", "paper", "display", "basket", "notices", "queue", "devices", "keys", "note"];
for (const id of parts) {
  const element = document.getElementById(id);
  events.addEventListener(id, (event) => {
    fill(element, JSON.parse(event.data));
    if (id === "paper") arrive(element);
    if (id === "basket") showLastLine();
  });
}
events.onerror = () => { document.getElementById("lost").hidden = false; };
events.onopen = () => { document.getElementById("lost").hidden = true; };

document.getElementById("keys").addEventListener("click", (event) => {
  const button = event.target.closest("[data-key]");
  if (button) press(button.dataset.key);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const key = letters[event.key.toLowerCase()];
  if (key) press(key);
});
