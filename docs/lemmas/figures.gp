# Draws one lemma's figure from the data that `twophase lemmas pages` writes:
#   gnuplot -e "id='one-point-convexity'; kind='slack'" docs/lemmas/figures.gp
set datafile separator ","
set datafile commentschars "#"
set terminal pngcairo size 900,480 font "DejaVu Sans,11" background "white"
file = "docs/lemmas/data/".id.".csv"
set output "docs/lemmas/images/".id.".png"
set grid lc rgb "#dddddd"
set logscale x
set format x "%g"
set xlabel "gamma = max(||W||_2, ||W*||_2)" noenhanced
set ylabel (kind eq "order" ? "order shown by the case" : "rhs - lhs") noenhanced
set key outside right top title "d" samplen 1
set title id noenhanced
dimensions = system("tail -n +3 ".file." | cut -d, -f1 | sort -n | uniq")
# Blue, orange, green, purple, black: told apart in greyscale by their marks.
array colour[6] = ["#1b4f9c", "#c1440e", "#3a7d44", "#7a5195", "#222222", "#888888"]
array mark[6] = [7, 5, 9, 13, 1, 2]
value(l, r) = kind eq "order" ? r : r - l
if (kind eq "order") {
  claimed = system("sed -n 3p ".file." | cut -d, -f4") + 0
} else {
  claimed = 0
}
set arrow 1 from graph 0, first claimed to graph 1, first claimed nohead dt 2 lw 1.5 lc rgb "#444444" front
plot for [i=1:words(dimensions)] file using \
  (column(3) > 0 && column(1) == word(dimensions, i) + 0 ? column(3) : NaN):(value(column(4), column(5))) \
  every ::1 with points pt mark[i] ps 0.6 lc rgb colour[i] title word(dimensions, i)
