let text = "";
for (let index = 0; index < 300_000; index += 1) {
    text += String.fromCharCode(97 + (index % 26));
    if (index % 100 === 0) text += " ";
}
const words = text.split(" ");
let total = 0;
for (const word of words) total += word.toUpperCase().indexOf("XYZ") + word.slice(10, 20).length;
return total + words.join("-").length;
