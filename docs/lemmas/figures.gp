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
shown(l, r) = kind eq "order" ? r : r - l
if (kind eq "order") {
  claimed = system("sed -n 3p ".file." | cut -d, -f4") + 0
} else {
  claimed = 0
}
# The largest slacks say nothing, and norms of 1e-8 little: what is shown is where the claim is tight.
stats file using (shown(column(4), column(5))) every ::1 name "Y" nooutput
stats file using (column(3)) every ::1 name "X" nooutput
reach = Y_up_quartile - claimed > 0 ? Y_up_quartile - claimed : 0.1
low = Y_min < claimed - 3 * reach ? claimed - 3 * reach : Y_min
room = 0.1 * (claimed + 1.5 * reach - (low < claimed ? low : claimed))
set yrange [(low < claimed ? low : claimed) - room : claimed + 1.5 * reach + room]
set xrange [X_max * 1e-4 : X_max * 1.3]
set arrow 1 from graph 0, first claimed to graph 1, first claimed nohead dt 2 lw 1.5 lc rgb "#444444" front
plot for [i=1:words(dimensions)] file using \
  (column(3) > 0 && column(1) == word(dimensions, i) + 0 ? column(3) : NaN):(shown(column(4), column(5))) \
  every ::1 with points pt mark[i] ps 0.7 lc rgb colour[i] title word(dimensions, i)
