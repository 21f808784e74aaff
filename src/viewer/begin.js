// A file has its deck in it.

deck.read(JSON.parse(document.getElementById("talk").textContent));
begin();
link.open(heard);
