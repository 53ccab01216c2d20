// When a long task is over, its page holds the way to the result: go there.

const way = document.querySelector("[data-go-on]");
if (way) {
    window.location.replace(way.href);
}
